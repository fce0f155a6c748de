#!/usr/bin/env python3
"""Speed and memory of a transformer in HF transformers on PyTorch and in whosaid, on the same text and machine.

    python3 -m venv venv && venv/bin/pip install -r models/minilm-ner-en/requirements.txt
    .ci/libtorch target/libtorch          # or let cargo fetch libtorch
    LIBTORCH=$PWD/target/libtorch LIBTORCH_CXX11_ABI=0 cargo build --release --features rust-bert
    venv/bin/python benches/transformers.py [--threads 1] [--model models/minilm-ner-en] [TEXT ...]

Without TEXT it reads the articles in seeds/. All label the same tokens in the same windows, in batches of the same
size; the time of whosaid without a tagger is taken off. Every run is a process of its own, whose peak memory is told.
What is not installed or built in is passed over.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3
REPEATS = 10


def measured(command, threads):
    """Seconds and peak megabytes of the fastest run of a command; None where it fails."""
    environment = {**os.environ}
    for name in ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"]:
        environment[name] = str(threads)
    best = None
    for _ in range(RUNS):
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True)
        out, err = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        if status != 0:
            print(err.strip().splitlines()[-1] if err.strip() else f"exit status {status}", file=sys.stderr)
            return None
        if best is None or seconds < best[0]:
            best = (seconds, usage.ru_maxrss / 1024, out)
    return best


def report(name, tokens, seconds, memory):
    print(f"{name:<44}{tokens / seconds:10,.0f} tokens/s{memory:8,.0f} MB at most", flush=True)


def hf(model, columns, threads):
    """What the child process does: times the labelling alone."""
    import torch

    sys.path.insert(0, str(ROOT / "models/minilm-ner-en"))
    import train
    from transformers import BertForTokenClassification

    torch.set_num_threads(threads)
    network, pieces = BertForTokenClassification.from_pretrained(model, torch_dtype=torch.float32), train.Pieces(model)
    sentences = train.read(columns)
    train.predict(network, pieces, sentences[:9])
    began = time.perf_counter()
    for scores in train.predict(network, pieces, sentences):
        train.decode(scores)
    print(json.dumps({"seconds": time.perf_counter() - began, "tokens": sum(len(s.tokens) for s in sentences)}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", nargs="*", type=Path)
    parser.add_argument("--model", type=Path, default=ROOT / "models/minilm-ner-en")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--hf", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.hf:
        return hf(args.model, args.hf, args.threads)
    binary = ROOT / "target/release/whosaid"
    if not binary.exists():
        sys.exit("whosaid is not built: cargo build --release")
    texts = [path.read_text(encoding="utf-8") for path in args.text or sorted((ROOT / "seeds").glob("*.txt"))]
    with tempfile.TemporaryDirectory() as folder:
        lines, columns = Path(folder, "texts.jsonl"), Path(folder, "tokens.conll")
        documents = enumerate(texts * REPEATS)
        lines.write_text("".join(json.dumps({"id": str(at), "text": text}) + "\n" for at, text in documents))
        subprocess.run([binary, "train", "mix", "--raw", lines, "-o", columns], check=True)
        run = measured([sys.executable, __file__, "--model", args.model, "--threads", str(args.threads), "--hf", columns], args.threads)
        tokens = sum(1 for line in columns.read_text().splitlines() if "\t" in line)
        if run:
            report("HF transformers on PyTorch", tokens, json.loads(run[2])["seconds"], run[1])
        annotate = [binary, "annotate", lines, "--jobs", str(args.threads), "--no-text", "-o", Path(folder, "out.jsonl")]
        bare = measured([*annotate, "--ner", "none"], args.threads)
        for ner in ["minilm", f"bert:{args.model}", "embedded"]:
            # Loading the model counts; over so much text it hardly shows.
            run = measured([*annotate, "--ner", ner], args.threads)
            if run and bare:
                report(f"whosaid --ner {ner.split(':')[0]}", tokens, run[0] - bare[0], run[1])


if __name__ == "__main__":
    main()
