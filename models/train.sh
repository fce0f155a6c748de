#!/bin/sh
# Trains the models that ship, from a folder with the corpora that the MODEL.md of each model names.
# Usage: models/train.sh DATA pos|minilm|ner|reports [WORK]
#
# `minilm` fine-tunes the transformer, labels news with it, goes on from there with them, and labels them again for `ner`.
# It leaves its work in WORK (DATA/work where it is not named), and needs a Python with
# models/minilm-ner-en/requirements.txt, as PYTHON or python3.
set -eu
data=$1
work=${3:-$data/work}
here=$(dirname "$0")
whosaid="cargo run --release --quiet --"
python=${PYTHON:-python3}
recipe="$here/minilm-ner-en"
raw="$data/quotes/pdnc.train.jsonl $data/quotes/litbank.train.jsonl $data/quotes/polnear.train.jsonl
    $data/text/wikinews_2019_2020.txt"

# Of Re-DocRED and CrossNER all parts are learned from: nothing is measured on them.
corpora=""
for part in uner_ewt/train gum_open/train redocred/train redocred/dev litbank/train wnut17/train btc/train \
    crossner_politics/train crossner_science/train crossner_literature/train crossner_music/train \
    crossner_politics/dev crossner_science/dev crossner_literature/dev crossner_music/dev \
    crossner_science/test crossner_literature/test crossner_music/test; do
    corpora="$corpora $data/ner/$part.conll"
done
dev="$data/ner/uner_ewt_oth/dev.conll $data/ner/gum_open/dev.conll $data/ner/litbank/dev.conll"

# Labels news with the transformer in folder $1, into $2.conll.
label() {
    $whosaid train label --model "$1" "$data/text/wikinews_2019_2020.txt" -o "$work/wikinews.conll"
    $whosaid train label --model "$1" "$data/quotes/polnear.train.jsonl" --most 24 -o "$work/polnear.conll"
    cat "$work/wikinews.conll" "$work/polnear.conll" >"$work/$2.conll"
}

case $2 in
pos)
    $whosaid train tagger --task pos -o "$here/pos-en" --raw $raw \
        --train "$data/syntax/ewt.train.tsv" "$data/syntax/gum_open.train.tsv" \
        --dev "$data/syntax/ewt.dev.tsv" "$data/syntax/gum_open.dev.tsv"
    ;;
minilm)
    mkdir -p "$work"
    $whosaid train mix $corpora -o "$work/mix.conll"
    "$python" "$recipe/train.py" train --train "$work/mix.conll" --dev $dev --seed 2 -o "$work/first"
    "$python" "$recipe/export.py" "$work/first" -o "$work/first.export"
    label "$work/first.export" first
    "$python" "$recipe/train.py" train --start "$work/first" --train "$work/mix.conll" --machine "$work/first.conll" \
        --rename 0.6 --epochs 1 --rate 1e-4 --dev $dev --seed 4 -o "$work/minilm-ner-en"
    "$python" "$recipe/export.py" "$work/minilm-ner-en" -o "$recipe"
    label "$recipe" machine
    ;;
ner)
    # UNER, closest to how people write on the web, counts three times.
    corpora="$corpora $data/ner/uner_ewt/train.conll $data/ner/uner_ewt/train.conll"
    names=""
    for list in first last city country region nationality title org; do
        names="$names $data/gaz/$list.txt"
    done
    $whosaid train tagger --task ner -o "$here/ner-en" --raw $raw --train $corpora --dev $dev \
        --machine "$work/machine.conll" \
        --names $names "$here/lexicon/organisations.txt" "$here/lexicon/organisation_words.txt"
    ;;
reports)
    # Our own gold is small and by our own guidelines: it counts four times.
    own="$here/../eval/gold/dev"
    $whosaid train reports -o "$here/report-en" \
        --train "$data/quotes/polnear.train.jsonl" "$own" "$own" "$own" "$own"
    ;;
esac
