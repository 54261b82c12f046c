#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks of rendered reports for tests/output/check-json and check-sarif.

usage: validate.py schema SCHEMA | json SCHEMA FILE... | jsonl SCHEMA FILE... | same JSON JSONL | hostile JSON
       | mutate SCHEMA JSON | sarif FILE...
"""
import copy
import json
import re
import sys

HOSTILE = '\x1b[31m\x07\x7f\x9b1;31m\u202ecod\u202c\u200b\u2028"\'\\\t\n</script><!-- [x](http://h/) {0} }\ufeff'
# as in threat model and text/unicode.h: never raw in an output
UNSAFE = re.compile('[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]')

failures = []


def expect(condition, message):
    if not condition:
        failures.append(message)


def load(path):
    def no_duplicates(pairs):
        keys = [key for key, _ in pairs]
        expect(len(keys) == len(set(keys)), f'{path}: a key is there twice in {keys}')
        return dict(pairs)

    with open(path, encoding='utf-8') as file:
        return json.load(file, object_pairs_hook=no_duplicates)


def validator(schema, definition=None):
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema)
    if definition:
        schema = {'$schema': schema['$schema'], '$ref': '#/$defs/' + definition, '$defs': schema['$defs']}
    return Draft202012Validator(schema)


def check(valid, value, where):
    for error in sorted(valid.iter_errors(value), key=str)[:5]:
        failures.append(f'{where}: {error.json_path}: {error.message[:300]}')


def check_schema(path):
    schema = load(path)
    validator(schema)

    def walk(value, where):
        if isinstance(value, dict):
            if 'properties' in value and isinstance(value['properties'], dict):
                expect(value.get('additionalProperties') is False, f'{where} is open')
                expect(value.get('required') == list(value['properties']), f'{where}: not every key is required')
            for key, inner in value.items():
                walk(inner, f'{where}/{key}')
        elif isinstance(value, list):
            for i, inner in enumerate(value):
                walk(inner, f'{where}/{i}')

    walk(schema, '#')


def check_json(schema, *paths):
    valid = validator(load(schema))
    for path in paths:
        check(valid, load(path), path)


def lines(path):
    with open(path, encoding='utf-8', newline='') as file:
        text = file.read()
    expect(text.endswith('\n'), f'{path} does not end with a line end')
    return [json.loads(line) for line in text.split('\n')[:-1]]


def check_jsonl(schema, *paths):
    schema = load(schema)
    kinds = {'finding': validator(schema, 'lineFinding'), 'report': validator(schema, 'lineReport')}
    for path in paths:
        values = lines(path)
        expect(values and values[-1]['type'] == 'report', f'{path} does not end with a report')
        for i, value in enumerate(values):
            check(kinds[value['type']], value, f'{path}:{i + 1}')


def check_same(json_path, jsonl_path):
    whole = load(json_path)
    found, reports = [], []
    for value in lines(jsonl_path):
        kind = value.pop('type')
        expect(value.pop('schema') == whole['schema'], 'schemas differ')
        if kind == 'finding':
            expect(isinstance(value.pop('input'), str), 'a finding has no input')
            found.append(value)
            continue
        expect(value.pop('tool') == whole['tool'], 'tools differ')
        value['findings'] = found
        reports.append(value)
        found = []
    expect(reports == whole['reports'], 'the json and jsonl reports differ')


def check_hostile(path):
    report = load(path)['reports'][0]
    finding = next(f for f in report['findings'] if f['disposition'] == 'fail')
    expect(finding['message'] == {'zh': '问题' + HOSTILE, 'en': 'issue' + HOSTILE}, 'the message is not what it was')
    expect(finding['rule']['id'] == 'cn.x' + HOSTILE, 'the rule id is not what it was')
    expect(finding['matched'] == HOSTILE, 'the matched text is not what it was')
    expect(report['input']['name'].startswith('-rf /\\xFF\\xC0\\xAF\x1b]0;owned'), 'the name is not what it was')
    with open(path, encoding='utf-8', newline='') as file:
        text = file.read()
    match = UNSAFE.search(text)
    expect(not match, f'U+{ord(match.group()):04X} stands raw in the file' if match else '')
    expect('</' not in text and '<!' not in text, 'the file could end a script element')


def mutations(value, here):
    """Every copy of the document that has one key less or one more somewhere."""
    def places(v, path):
        if isinstance(v, dict):
            yield path, v
            for key, inner in v.items():
                yield from places(inner, path + [key])
        elif isinstance(v, list) and v:
            yield from places(v[0], path + [0])

    for path, v in list(places(value, [])):
        for key in [*v, None]:
            mutant = copy.deepcopy(value)
            target = mutant
            for step in path:
                target = target[step]
            if key is None:
                target['surplus'] = 1
            else:
                del target[key]
            yield f'{here}/{"/".join(map(str, path))}: {key or "surplus"}', mutant


def check_mutations(schema, path):
    valid = validator(load(schema))
    n = 0
    for what, mutant in mutations(load(path), path):
        n += 1
        expect(not valid.is_valid(mutant), f'{what}: still valid')
    expect(n > 100, 'hardly anything was tried')


def check_location(where, location, run, path):
    physical = location['physicalLocation']
    artifact = physical['artifactLocation']
    expect(run['artifacts'][artifact['index']]['location'] == artifact, f'{path}: {where}: artifact index')
    expect(re.fullmatch(r"(file://)?([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", artifact['uri']), f'{path}: {where}: uri')
    expect(artifact['uri'].startswith('file:///') or artifact['uriBaseId'] in run['originalUriBaseIds'],
           f'{path}: {where}: uri base')
    region = physical.get('region', {})
    if 'startLine' in region:
        start = (region['startLine'], region['startColumn'])
        expect(start <= (region['endLine'], region['endColumn']), f'{path}: {where}: region is reversed')


def check_message(where, message, path):
    text = message['text']
    expect(text, f'{path}: {where}: empty text')
    expect(not re.search(r'\{(?!\{)|\}(?!\})', re.sub(r'\{\{|\}\}', '', text)), f'{path}: {where}: a brace is not doubled')
    expect(not re.search(r'(?<!\\)(\\\\)*\]\(', text), f'{path}: {where}: a link')


def check_sarif_run(run, path):
    rules, taxa = run['tool']['driver']['rules'], run['taxonomies'][0]['taxa']
    expect(run['columnKind'] == 'unicodeCodePoints', f'{path}: columnKind')
    expect(len({rule['id'] for rule in rules}) == len(rules), f'{path}: a rule is there twice')
    for rule in rules:
        for key in ('shortDescription', 'fullDescription', 'help'):
            check_message(f'{rule["id"]}/{key}', rule[key], path)
        for relation in rule['relationships']:
            expect(taxa[relation['target']['index']]['id'] == relation['target']['id'], f'{path}: {rule["id"]}: taxon')
        expect({'right', 'confidence'} <= set(rule['properties']), f'{path}: {rule["id"]}: properties')
    for i, result in enumerate(run['results']):
        where = f'results[{i}]'
        expect(rules[result['ruleIndex']]['id'] == result['ruleId'], f'{path}: {where}: ruleIndex')
        expect((result['level'] == 'none') == (result['kind'] != 'fail'), f'{path}: {where}: level against kind')
        expect(0 <= result['provenance']['invocationIndex'] < len(run['invocations']), f'{path}: {where}: invocation')
        expect(re.fullmatch('[0-9a-f]{32}', result['partialFingerprints']['cpreview/v1']), f'{path}: {where}: fingerprint')
        for reference in result['taxa']:
            expect(taxa[reference['index']]['id'] == reference['id'], f'{path}: {where}: taxon')
        check_message(where, result['message'], path)
        for location in result['locations'] + result['relatedLocations']:
            check_location(where, location, run, path)
        disposition = result['properties']['disposition']
        expect(('suppressions' in result) == (disposition == 'waived'), f'{path}: {where}: suppressions')
        expect((result['kind'] == 'open') == (disposition in ('not-checked', 'error')), f'{path}: {where}: kind')
    for i, invocation in enumerate(run['invocations']):
        incomplete = invocation['properties']['verdict'] == 'incomplete'
        expect(invocation['executionSuccessful'] is not incomplete, f'{path}: invocations[{i}]: executionSuccessful')
        expect(bool(invocation['toolExecutionNotifications']) == incomplete, f'{path}: invocations[{i}]: notifications')
        for note in invocation['toolExecutionNotifications']:
            expect(rules[note['associatedRule']['index']]['id'] == note['associatedRule']['id'], f'{path}: notification')
            check_message(f'invocations[{i}]', note['message'], path)
            for location in note['locations']:
                check_location(f'invocations[{i}]', location, run, path)


def check_sarif(*paths):
    for path in paths:
        log = load(path)
        expect(log['version'] == '2.1.0' and len(log['runs']) == 1, f'{path}: version or runs')
        for run in log['runs']:
            check_sarif_run(run, path)


def main(arguments):
    commands = {'schema': check_schema, 'json': check_json, 'jsonl': check_jsonl, 'same': check_same,
                'hostile': check_hostile, 'mutate': check_mutations, 'sarif': check_sarif}
    if len(arguments) < 2 or arguments[0] not in commands:
        sys.exit(__doc__)
    commands[arguments[0]](*arguments[1:])
    for failure in failures[:20]:
        print(failure)
    sys.exit(1 if failures else 0)


main(sys.argv[1:])
