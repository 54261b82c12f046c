# SPDX-License-Identifier: Apache-2.0
"""
How well rules tell unlawful copy from lawful copy. Each sentence of a corpus is put into a campaign of its own, neutral but for it,
and reviewed; only findings of at least a warning whose words lie inside the sentence count. What a campaign as a whole lacks is not
measured here. README.md tells how the corpora were made, and what their numbers mean.

    run.py CPREVIEW RULESET CORPUS.jsonl... [--rule=ID] [--lawful-flagged=PERCENT] [--violating-missed=PERCENT] [--verbose]

Prints the rates, what was missed by topic, and what each rule found. Exit status 1 if a rate is above its limit.
"""

import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
from collections import Counter, defaultdict
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

RULES = "{urn:cpreview:rules:1}"
ONLINE = {"sms": "sms", "push": "push", "email": "email", "post": "moments", "livestream-script": "live", "short-video": "short-video",
          "article": "official-account", "call-script": "robocall", "staff-script": "wecom"}
IN_TERMS = {"clause", "heading", "definition"}
IN_QUESTION = {"prompt", "choice", "explanation"}


def campaign(entry):
    """The campaign around one sentence, and where its text begins and ends in the file, in bytes."""
    channel = ONLINE.get(entry["material"] or "page", "app")
    product = f'<product id="p" kind={quoteattr(entry["product"])} name="样例产品"/>' if entry["product"] else ""
    products = ' products="p"' if entry["product"] else ""
    block = entry["block"]
    opening, closing = f"<{block}>", f"</{block}>"
    if block in IN_QUESTION:
        opening, closing = '<question id="q">' + opening, closing + "</question>"
    if block in IN_TERMS:
        around = ("<terms>", "</terms>")
    else:
        material = entry["material"] or "page"
        around = (f'<materials><material id="m" kind={quoteattr(material)} purpose={quoteattr(entry["purpose"])} channels="c"{products}'
                  f' version="1.0" valid-to="2026-12-31">', "</material></materials>")
    before = (f'<campaign xmlns="urn:cpreview:campaign:1" id="c1" revision="1" jurisdiction="CN" currency="CNY" kind={quoteattr(entry["kind"])}'
              f' purpose={quoteattr(entry["purpose"])} title="样例活动" state="draft">\n<plan><organiser id="b" legal-name="沪江银行股份有限公司"'
              f' short-name="沪江银行"/><period start="2026-12-01" end="2026-12-31"/><channel id="c" kind="{channel}" name="样例渠道" online="true"/>'
              f'{product}</plan>\n{around[0]}{opening}')
    text = escape(entry["text"])
    start = len(before.encode())
    return before + text + closing + around[1] + "\n</campaign>\n", start, start + len(text.encode())


def obligations(ruleset):
    """What each rule checks."""
    manifest = ruleset / "ruleset.xml"
    files = [manifest] + [ruleset / i.get("href") for i in tree.parse(manifest).getroot().iter(RULES + "include")]
    return {rule.get("id"): set((rule.get("obligation") or "").split()) for f in files for rule in tree.parse(f).getroot().iter(RULES + "rule")}


def review(cpreview, ruleset, entries, only):
    """The findings inside each sentence: (rule, words) by its number."""
    found = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="cpreview-corpus.") as folder:
        spans = {}
        for i, entry in enumerate(entries):
            path = Path(folder) / f"{i:05}.xml"
            content, start, end = campaign(entry)
            path.write_text(content, encoding="utf-8")
            spans[path.name] = (i, start, end)
        run = subprocess.run([cpreview, "lint", "--no-config", "--quiet", "--show=warning", "--format=jsonl", f"--ruleset={ruleset}",
                              *only, folder], capture_output=True, text=True, check=False)
        if run.returncode not in (0, 1, 3):
            sys.exit(f"run.py: {cpreview} ended with {run.returncode}: {run.stderr[:2000]}")
        for line in run.stdout.splitlines():
            item = json.loads(line)
            if item["type"] == "problem":
                sys.exit(f"run.py: {line}")
            if item["type"] != "finding" or item["severity"] not in ("warning", "error") or item["disposition"] != "fail":
                continue
            i, start, end = spans[Path(item["input"]).name]
            place = item["place"]
            if place and start <= place["offset_bytes"] and place["offset_bytes"] + place["length_bytes"] <= end:
                found[i].append((item["rule"]["id"], item["matched"] or ""))
    return found


def main():
    options = [a for a in sys.argv[1:] if a.startswith("--")]
    cpreview, ruleset, *files = [a for a in sys.argv[1:] if not a.startswith("--")]
    limits = dict(o[2:].split("=") for o in options if o.startswith(("--lawful-flagged=", "--violating-missed=")))
    only = [o for o in options if o.startswith("--rule=")]
    entries = [json.loads(line) for f in files for line in Path(f).read_text(encoding="utf-8").splitlines() if line]
    checks = obligations(Path(ruleset))
    found = review(cpreview, ruleset, entries, only)

    total, wrong, rules, missed = Counter(), Counter(), defaultdict(Counter), defaultdict(list)
    for i, entry in enumerate(entries):
        label, topics = entry["label"], set((entry["topic"] or "").split())
        total[label] += 1
        for rule in {rule for rule, _ in found[i]}:
            known = label == "violating" and checks.get(rule, set()) & topics
            rules[rule]["found" if known else "besides" if label == "violating" else "alarms"] += 1
        right = any(checks.get(rule, set()) & topics for rule, _ in found[i])
        if label == "violating" and not right:
            wrong["violating"] += 1
            missed[" ".join(sorted(topics))].append(entry)
            if found[i]:
                wrong["other"] += 1
        if label == "lawful" and found[i]:
            wrong["lawful"] += 1
            if "--verbose" in options:
                print(f"flagged {entry['id']} {entry['text']} {sorted(set(found[i]))}")
    rates = {}
    for name, label, what in (("violating-missed", "violating", "missed"), ("lawful-flagged", "lawful", "flagged")):
        rates[name] = 100 * wrong[label] / max(total[label], 1)
        print(f"{label}: {wrong[label]} of {total[label]} {what}, {rates[name]:.1f} %")
    print(f"of the missed ones {wrong['other']} are flagged for something else")
    for topic, left in sorted(missed.items()):
        print(f"missed {len(left)}: {topic}")
        if "--verbose" in options:
            for entry in left:
                print(f"  {entry['id']} {entry['text']}")
    for rule, n in sorted(rules.items()):
        print(f"{rule}: found {n['found']}, violating for another reason {n['besides']}, lawful {n['alarms']}")
    above = {name: limit for name, limit in limits.items() if rates[name] > float(limit)}
    for name, limit in above.items():
        print(f"{name} is {rates[name]:.1f} %, above {limit} %")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
