//! Every attribution rule, in order of precedence.

mod according_to;
mod action_beat;
mod agentless_naming;
mod aside_before_verb;
mod by_agent;
mod colon_introduction;
mod dash_byline;
mod description_introduces;
mod description_tag;
mod marked_object;
mod name_introduces;
mod name_then_verb;
mod named_as;
mod next_paragraph;
mod pronoun_introduces;
mod pronoun_tag;
mod relative_clause;
mod reply;
mod reported_clause;
mod same_paragraph;
mod shared_subject;
mod transcript_label;
mod turn_taking;
mod verb_then_name;

use super::rule::Rule;

/// Every rule, the most precise first; later ones see only what is still undecided.
pub const ALL: &[Rule] = &[
    transcript_label::RULE,
    verb_then_name::RULE,
    name_then_verb::RULE,
    pronoun_tag::RULE,
    description_tag::RULE,
    aside_before_verb::RULE,
    relative_clause::RULE,
    according_to::RULE,
    dash_byline::RULE,
    name_introduces::RULE,
    pronoun_introduces::RULE,
    description_introduces::RULE,
    shared_subject::RULE,
    by_agent::RULE,
    reported_clause::RULE,
    named_as::RULE,
    marked_object::RULE,
    agentless_naming::RULE,
    colon_introduction::RULE,
    same_paragraph::RULE,
    action_beat::RULE,
    turn_taking::RULE,
    reply::RULE,
    next_paragraph::RULE,
];
