#!/usr/bin/env python3
"""Speed of whosaid, spaCy and NLTK on one core, over the same text.

    cargo build --release
    pip install spacy nltk                # and whatever model of spaCy's comes as a package
    python3 benches/compare.py [TEXT ...]

Without arguments it reads the articles in seeds/. Nothing is downloaded: what is not installed, or needs data that
is not there, is passed over with a message. Every system is loaded first and then given the same text, in documents
of its own; the best of three runs counts. whosaid does all that `annotate` does, quotations and speakers included.
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# One core each: set before any of the libraries starts its threads.
for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]:
    os.environ[name] = "1"

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3
REPEATS = 20


def best(action):
    """Seconds of the fastest run, and what it gave."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        result = action()
        times.append(time.perf_counter() - began)
    return min(times), result


def report(name, what, seconds, texts, tokens):
    size = sum(len(text.encode()) for text in texts)
    rate = f"{tokens / seconds:12,.0f}" if tokens else f"{'':12}"
    print(f"{name:<34}{what:<42}{size / seconds / 1e6:8.3f} MB/s {rate} tokens/s", flush=True)


def whosaid(texts):
    binary = ROOT / "target/release/whosaid"
    if not binary.exists():
        print("whosaid: not built (cargo build --release); passed over")
        return
    with tempfile.TemporaryDirectory() as folder:
        def run(documents, *options):
            path = Path(folder, "texts.jsonl")
            path.write_text("".join(json.dumps({"id": str(n), "text": t}) + "\n" for n, t in enumerate(documents)))
            command = [binary, "annotate", path, "--jobs", "1", "--no-text", "-o", Path(folder, "out.jsonl"), *options]
            return best(lambda: subprocess.run(command, check=True, capture_output=True))[0]

        for what, options in [("all, entities by the model", []), ("all, entities by word lists", ["--ner", "lexical"])]:
            # The start of the process and the loading of the models, which the others are spared too.
            start = run(["A word."], *options)
            report("whosaid", what, max(1e-9, run(texts, *options) - start), texts, None)
        print(f"{'':34}start and models: {start * 1000:.0f} ms")


def spacy(texts):
    if importlib.util.find_spec("spacy") is None:
        print("spaCy: not installed (pip install spacy); passed over")
        return
    import spacy

    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    pipelines = [("blank: tokens, sentences by rule", blank)]
    models = [name for name in spacy.util.get_installed_models() if name.startswith("en")]
    if not models:
        print("spaCy: no English model is installed, its tagger is passed over")
    for name in models:
        pipelines.append((name, spacy.load(name)))
    for what, pipeline in pipelines:
        seconds, tokens = best(lambda: sum(len(document) for document in pipeline.pipe(texts)))
        report(f"spaCy {spacy.__version__}", what, seconds, texts, tokens)


def nltk(texts):
    if importlib.util.find_spec("nltk") is None:
        print("NLTK: not installed (pip install nltk); passed over")
        return
    import nltk
    from nltk.tokenize import NLTKWordTokenizer

    words = NLTKWordTokenizer()
    name = f"NLTK {nltk.__version__}"
    seconds, tokens = best(lambda: sum(len(words.tokenize(text)) for text in texts))
    report(name, "tokens", seconds, texts, tokens)
    tokenised = [words.tokenize(text) for text in texts]
    steps = [
        ("sentences", lambda: [nltk.sent_tokenize(text) for text in texts]),
        ("parts of speech", lambda: nltk.pos_tag_sents(tokenised)),
        ("parts of speech and entities", lambda: [nltk.ne_chunk(tagged) for tagged in nltk.pos_tag_sents(tokenised)]),
    ]
    for what, step in steps:
        try:
            report(name, what, best(step)[0], texts, tokens)
        except LookupError:
            print(f"NLTK: {what} needs data that is not installed; passed over")


def main():
    paths = [Path(path) for path in sys.argv[1:]] or sorted((ROOT / "seeds").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths] * REPEATS
    print(f"{len(texts)} documents, {sum(map(len, texts)):,} characters")
    for system in [whosaid, spacy, nltk]:
        system(texts)


if __name__ == "__main__":
    main()
