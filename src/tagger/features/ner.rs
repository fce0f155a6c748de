//! Templates for entities.

use super::{Site, feature, join};

/// What the words around a token say.
#[inline]
pub(super) fn observed(site: Site<'_>, mut give: impl FnMut(u32)) {
    let [before2, before, here, after, after2] = [-2, -1, 0, 1, 2].map(|offset| site.form(offset));
    let shape = |form: super::Form| u32::from(form.shape.bits());
    let class = |form: super::Form| form.entry.class;
    let cluster = |form: super::Form| u32::from(form.entry.cluster);
    let case = |form: super::Form| u32::from(form.entry.case);
    let tag = |form: super::Form| u32::from(form.tag);
    let mut template = 0;
    let mut add = |one, two| {
        give(feature(template, one, two));
        template += 1;
    };
    add(here.word, 0);
    add(here.word, shape(here));
    add(before.word, 0);
    add(after.word, 0);
    add(before2.word, shape(here));
    add(after2.word, shape(here));
    add(before.word, here.word);
    add(here.word, after.word);
    add(before.word, shape(here));
    add(after.word, shape(here));
    add(here.suffix(2), shape(here));
    add(here.suffix(3), shape(here));
    add(here.suffix(4), shape(here));
    add(here.prefix(2), shape(here));
    add(here.prefix(3), shape(here));
    add(here.prefix(4), shape(here));
    add(after.suffix(3), shape(here));
    add(before.suffix(3), shape(here));
    add(shape(before), shape(here));
    add(shape(here), shape(after));
    add(shape(before), join(shape(here), shape(after)));
    add(join(shape(before2), shape(before)), join(shape(here), shape(after)));
    add(class(here), shape(here));
    add(class(before), class(here));
    add(class(here), class(after));
    add(class(before), shape(here));
    add(class(after), shape(here));
    add(cluster(here), shape(here));
    add(cluster(before), shape(here));
    add(cluster(after), shape(here));
    add(cluster(before2), shape(here));
    add(cluster(after2), shape(here));
    add(cluster(before), cluster(here));
    add(cluster(here), cluster(after));
    add(cluster(before), join(class(here), shape(here)));
    add(tag(here), shape(here));
    add(tag(before), tag(here));
    add(tag(here), tag(after));
    add(tag(before), join(tag(here), tag(after)));
    add(here.prefix(1), shape(here));
    add(case(here), shape(here));
    add(join(case(before), case(here)), join(case(after), shape(here)));
    add(join(case(here), class(here)), shape(here));
    let Some(run) = site.run() else { return };
    let place = u32::from(run.first.word == here.word) + 2 * u32::from(run.last.word == here.word);
    add(run.last.word, place);
    add(run.first.word, place);
    add(run.before.word, place);
    add(run.after.word, place);
    add(run.length, join(place, shape(here)));
    add(class(run.last), join(class(run.first), place));
    add(class(run.last), place);
    add(cluster(run.last), place);
    add(cluster(run.first), place);
    add(cluster(run.before), join(place, cluster(run.after)));
    add(cluster(run.before), class(run.first));
    add(run.last.suffix(4), place);
    add(run.name, place);
    add(run.before.word, join(class(run.last), place));
    add(run.before.word, join(cluster(run.last), place));
    add(run.after.word, join(cluster(run.last), place));
}
