//! Templates for parts of speech.

use super::{Site, feature, join};

/// What the words around a token say.
#[inline]
pub(super) fn observed(site: Site<'_>, mut give: impl FnMut(u32)) {
    let [before2, before, here, after, after2] = [-2, -1, 0, 1, 2].map(|offset| site.form(offset));
    let shape = u32::from(here.shape.bits());
    let class = |form: super::Form| form.entry.class;
    let cluster = |form: super::Form| u32::from(form.entry.cluster);
    let mut template = 0;
    let mut add = |one, two| {
        give(feature(template, one, two));
        template += 1;
    };
    add(here.word, 0);
    add(here.word, shape);
    add(before.word, 0);
    add(after.word, 0);
    add(before2.word, 0);
    add(after2.word, 0);
    add(before.word, here.word);
    add(here.word, after.word);
    add(before.word, after.word);
    add(here.suffix(1), shape);
    add(here.suffix(2), shape);
    add(here.suffix(3), shape);
    add(here.suffix(4), 0);
    add(here.suffix(3), class(here));
    add(here.prefix(1), shape);
    add(here.prefix(2), here.suffix(2));
    add(here.prefix(3), 0);
    add(here.prefix(4), 0);
    add(before.suffix(3), here.suffix(3));
    add(after.suffix(3), here.suffix(3));
    add(after.suffix(2), shape);
    add(class(here), shape);
    add(class(here), class(after));
    add(class(before), class(here));
    add(class(after), class(after2));
    add(class(here), join(class(after), class(after2)));
    add(class(before), join(class(here), class(after)));
    add(before.word, join(class(here), class(after)));
    add(class(before), join(class(here), after.suffix(3)));
    add(before2.word, before.word);
    add(after.word, after2.word);
    add(cluster(here), shape);
    add(cluster(before), cluster(here));
    add(cluster(here), cluster(after));
    add(shape, u32::from(before.shape.bits()));
    add(shape, u32::from(after.shape.bits()));
}

/// What the labels before a token say.
#[inline]
pub(super) fn historical(site: Site<'_>, last: [u8; 2], mut give: impl FnMut(u32)) {
    let [here, after, after2] = [0, 1, 2].map(|offset| site.form(offset));
    let [before, before2] = last.map(u32::from);
    let class = |form: super::Form| form.entry.class;
    let mut template = 100;
    let mut add = |one, two| {
        give(feature(template, one, two));
        template += 1;
    };
    add(before, 0);
    add(before, before2);
    add(before, here.word);
    add(before, here.suffix(3));
    add(before, u32::from(here.shape.bits()));
    add(before, class(here));
    add(before, join(class(here), class(after)));
    add(join(before, before2), class(here));
    add(join(before, before2), here.word);
    add(before, after.word);
    add(before, join(class(after), class(after2)));
}
