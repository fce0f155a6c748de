#!/bin/sh
# Trains the models that ship, from a folder with the corpora that the MODEL.md of each model names.
# Usage: models/train.sh DATA pos|ner
set -eu
data=$1
here=$(dirname "$0")
train="cargo run --release --quiet -- train tagger"
raw="$data/quotes/pdnc.train.jsonl $data/quotes/litbank.train.jsonl $data/quotes/polnear.train.jsonl
    $data/text/wikinews_2019_2020.txt"

case $2 in
pos)
    $train --task pos -o "$here/pos-en" --raw $raw \
        --train "$data/syntax/ewt.train.tsv" "$data/syntax/gum_open.train.tsv" \
        --dev "$data/syntax/ewt.dev.tsv" "$data/syntax/gum_open.dev.tsv"
    ;;
ner)
    corpora=""
    for corpus in uner_ewt gum_open redocred litbank wnut17 btc crossner_politics crossner_science \
        crossner_literature crossner_music; do
        corpora="$corpora $data/ner/$corpus/train.conll"
    done
    names=""
    for list in first last city country region nationality title org; do
        names="$names $data/gaz/$list.txt"
    done
    $train --task ner -o "$here/ner-en" --raw $raw --train $corpora \
        --dev "$data/ner/uner_ewt_oth/dev.conll" "$data/ner/gum_open/dev.conll" "$data/ner/litbank/dev.conll" \
        --unlabelled "$data/quotes/polnear.train.jsonl" "$data/text/wikinews_2019_2020.txt" \
        --names $names "$here/lexicon/organisations.txt" "$here/lexicon/organisation_words.txt"
    ;;
esac
