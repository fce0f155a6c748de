//! Parts of speech: the universal tags and the Penn treebank's.

/// Names an enum of tags with the string that corpora write for each.
macro_rules! tagset {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every tag, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The tag as corpora write it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Reads what [`Self::as_str`] writes.
            #[must_use]
            pub fn parse(tag: &str) -> Option<Self> {
                match tag { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

tagset!(
    /// The seventeen universal part-of-speech tags, <https://universaldependencies.org/u/pos/>.
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET",
        Intj = "INTJ", Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN",
        Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    }
);

tagset!(
    /// The Penn treebank's tags as the English Web Treebank uses them.
    Penn {
        Cc = "CC", Cd = "CD", Dt = "DT", Ex = "EX", Fw = "FW", In = "IN", Jj = "JJ", Jjr = "JJR",
        Jjs = "JJS", Ls = "LS", Md = "MD", Nn = "NN", Nnp = "NNP", Nnps = "NNPS", Nns = "NNS",
        Pdt = "PDT", Pos = "POS", Prp = "PRP", PrpPossessive = "PRP$", Rb = "RB", Rbr = "RBR",
        Rbs = "RBS", Rp = "RP", Sym = "SYM", To = "TO", Uh = "UH", Vb = "VB", Vbd = "VBD",
        Vbg = "VBG", Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ", Wdt = "WDT", Wp = "WP",
        WpPossessive = "WP$", Wrb = "WRB", Add = "ADD", Afx = "AFX", Gw = "GW", Hyph = "HYPH",
        Nfp = "NFP", Xx = "XX", Comma = ",", Stop = ".", Colon = ":", OpenQuote = "``",
        CloseQuote = "''", OpenBracket = "-LRB-", CloseBracket = "-RRB-", Dollar = "$",
    }
);

impl Penn {
    /// Whether the tag is a finite verb's or a modal's: what a clause has one of, and a phrase none.
    #[must_use]
    pub const fn is_finite(self) -> bool {
        matches!(self, Self::Vbd | Self::Vbz | Self::Vbp | Self::Md)
    }
}

/// The part of speech of one token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pos {
    /// Universal tag.
    pub upos: Upos,
    /// Penn tag.
    pub penn: Penn,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_reads_back() {
        assert!(Upos::ALL.iter().all(|tag| Upos::parse(tag.as_str()) == Some(*tag)));
        assert!(Penn::ALL.iter().all(|tag| Penn::parse(tag.as_str()) == Some(*tag)));
        assert_eq!(Penn::parse("NONE"), None);
    }
}
