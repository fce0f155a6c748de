#!/usr/bin/env python3
"""Writes what ships from what train.py made.

    venv/bin/python export.py MODEL -o FOLDER

FOLDER gets model.safetensors (weights in half precision), config.json, tokenizer.json and vocab.txt, as transformers and
rust-bert read them. config.json also tells whosaid how long a window is, and how much the embedded model is heard.
"""

import argparse
import json
import shutil
from pathlib import Path

from train import LONGEST

# The embedded model's weight in the pool of both (0: the transformer alone), chosen on dev parts.
EMBEDDED = 0.25


def main():
    import numpy
    from safetensors.numpy import load_file, save_file

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    args.output.mkdir(parents=True, exist_ok=True)
    tensors = load_file(args.model / "model.safetensors")
    halves = {name: tensor.astype(numpy.float16) for name, tensor in tensors.items()}
    (args.output / "model.safetensors").unlink(missing_ok=True)
    save_file(halves, args.output / "model.safetensors", metadata={"format": "pt"})
    (args.output / "model.safetensors").chmod(0o644)
    config = json.loads((args.model / "config.json").read_text())
    # Where and from what it was loaded is of no use to others.
    for key in ["_name_or_path", "gradient_checkpointing", "transformers_version", "torch_dtype", "use_cache"]:
        config.pop(key, None)
    config["whosaid"] = {"window": LONGEST, "embedded": EMBEDDED}
    (args.output / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
    for name in ["tokenizer.json", "vocab.txt"]:
        shutil.copy(args.model / name, args.output)


if __name__ == "__main__":
    main()
