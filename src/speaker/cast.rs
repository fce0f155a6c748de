//! The speakers in the making: one entry a person, body or group, merged as rules find that two are one.

use crate::layers::{EntityLabel, Gender, MentionId, SpeakerKind};
use crate::span::Span;

/// Indexes the entries of a [`Cast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct EntryId(pub(super) u32);

/// One form of a name, as it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// The name, or the noun phrase.
    pub(super) span: Span,
    /// Whether it is a name rather than a description.
    pub(super) named: bool,
    /// Whether it is an assumed or second name (*Abu Mazen*), which is never the canonical one.
    pub(super) alias: bool,
    /// The form of address right before a bare surname: *Mrs.* in *Mrs. Morland*.
    pub(super) address: Option<Span>,
}

/// A speaker in the making.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) kind: SpeakerKind,
    pub(super) label: Option<EntityLabel>,
    pub(super) gender: Gender,
    /// Whether it is a person or persons beyond doubt.
    pub(super) human: bool,
    /// Folded titles and forms of address seen before the name.
    pub(super) titles: Vec<u64>,
    /// Distinct forms, in the order they came.
    pub(super) forms: Vec<Form>,
    /// The fullest role bound to it.
    pub(super) role: Option<Span>,
}

/// Every entry, and which were merged.
#[derive(Clone, Debug, Default)]
pub(super) struct Cast {
    entries: Vec<Entry>,
    parent: Vec<u32>,
    /// For each mention its entry and the rule that says so.
    pub(super) of_mention: Vec<Option<(EntryId, &'static str)>>,
}

impl Cast {
    pub(super) fn new(mentions: usize) -> Self {
        Self { entries: Vec::new(), parent: Vec::new(), of_mention: vec![None; mentions] }
    }

    /// Adds an entry without any form.
    pub(super) fn add(&mut self, kind: SpeakerKind, label: Option<EntityLabel>, gender: Gender) -> EntryId {
        let id = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.parent.push(id);
        self.entries.push(Entry {
            kind,
            label,
            gender,
            human: kind == SpeakerKind::Person,
            titles: Vec::new(),
            forms: Vec::new(),
            role: None,
        });
        EntryId(id)
    }

    /// The entry that stands for all it was merged with.
    pub(super) fn root(&self, id: EntryId) -> EntryId {
        let mut at = id.0;
        while let Some(&up) = self.parent.get(at as usize) {
            if up == at {
                break;
            }
            at = up;
        }
        EntryId(at)
    }

    pub(super) fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.get(self.root(id).0 as usize)
    }

    pub(super) fn entry_mut(&mut self, id: EntryId) -> Option<&mut Entry> {
        let root = self.root(id);
        self.entries.get_mut(root.0 as usize)
    }

    /// Makes two entries one, where `alias` is only a second name of `kept`.
    pub(super) fn merge_alias(&mut self, kept: EntryId, alias: EntryId) {
        if self.root(kept) != self.root(alias)
            && let Some(entry) = self.entry_mut(alias)
        {
            for form in &mut entry.forms {
                form.alias = true;
            }
        }
        self.merge(kept, alias);
    }

    /// Makes two entries one; `kept` lends its kind and label.
    pub(super) fn merge(&mut self, kept: EntryId, gone: EntryId) {
        let (kept, gone) = (self.root(kept), self.root(gone));
        if kept == gone {
            return;
        }
        let Some(other) = self.entries.get(gone.0 as usize).cloned() else { return };
        if let Some(slot) = self.parent.get_mut(gone.0 as usize) {
            *slot = kept.0;
        }
        if let Some(entry) = self.entries.get_mut(kept.0 as usize) {
            if entry.gender == Gender::Unknown {
                entry.gender = other.gender;
            }
            for title in other.titles {
                if !entry.titles.contains(&title) {
                    entry.titles.push(title);
                }
            }
            entry.forms.extend(other.forms);
            entry.forms.sort_by_key(|form| form.span);
            entry.role = entry.role.or(other.role);
            entry.human |= other.human;
        }
    }

    /// Links a mention.
    pub(super) fn link(&mut self, mention: MentionId, entry: EntryId, rule: &'static str) {
        if let Some(slot) = self.of_mention.get_mut(mention.index()) {
            *slot = Some((entry, rule));
        }
    }

    /// Notes a form of an entry, each text once.
    pub(super) fn note(&mut self, text: &str, id: EntryId, form: Form) {
        // Longer lists only come from texts that are not prose; they would cost time and help nobody.
        const MOST: usize = 64;
        if let Some(entry) = self.entry_mut(id)
            && entry.forms.len() < MOST
            && !entry.forms.iter().any(|known| {
                known.span.text(text) == form.span.text(text)
                    && known.address.is_some() == form.address.is_some()
            })
        {
            entry.forms.push(form);
        }
    }

    /// Every entry that was not merged into another.
    pub(super) fn roots(&self) -> impl Iterator<Item = EntryId> + '_ {
        (0u32..).zip(&self.parent).filter(|(id, parent)| id == *parent).map(|(id, _)| EntryId(id))
    }
}
