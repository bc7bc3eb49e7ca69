#!/usr/bin/python3
"""The tools' SARIF logs: each is a document of sarif.schema.json, and more than a schema can say is right, too.

    sarif.py LOG…    checks files; one that is called like a diagnostic has a result of that rule
    sarif.py         checks the log on standard input, prints what is in it, and each file as its fixes leave it

SARIF_SCHEMA names another schema, such as the published one.
"""
import json
import os
import sys
import urllib.parse

import jsonschema

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.environ.get("SARIF_SCHEMA", os.path.join(HERE, "sarif.schema.json"))) as file:
    VALIDATOR = jsonschema.Draft7Validator(json.load(file))


def path_of(location):
    uri = location["uri"]
    return urllib.parse.unquote(uri[len("file://"):] if uri.startswith("file://") else uri)


def text_of(message):
    return message["text"].replace("{{", "{").replace("}}", "}")


def regions_of(value):
    """All of a log, at any depth."""
    if isinstance(value, dict):
        if "startLine" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from regions_of(item)


def check(log):
    """Raises ValueError or jsonschema's error; returns the run."""
    VALIDATOR.validate(log)
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    if len(set(rules)) != len(rules):
        raise ValueError("rules of the same name")
    for result in run["results"]:
        if "ruleId" in result and rules[result["ruleIndex"]] != result["ruleId"]:
            raise ValueError("ruleIndex is another rule's: " + result["ruleId"])
    failed = any(result["level"] == "error" for result in run["results"])
    if failed and run["invocations"][0]["executionSuccessful"]:
        raise ValueError("successful, with errors")
    for region in regions_of(log):
        begin = region["startLine"], region.get("startColumn", 1)
        end = region.get("endLine", region["startLine"]), region.get("endColumn", sys.maxsize)
        if begin > end:
            raise ValueError("a region ends before it begins: %s" % region)
    return run


def describe_region(region):
    if "startColumn" not in region:
        return str(region["startLine"])
    end = "%d" % region["endColumn"]
    if region["endLine"] != region["startLine"]:
        end = "%d:%s" % (region["endLine"], end)
    return "%d:%d-%s" % (region["startLine"], region["startColumn"], end)


def describe_place(location):
    if "physicalLocation" not in location:
        return "nowhere"
    place = location["physicalLocation"]
    words = [path_of(place["artifactLocation"])]
    if "region" in place:
        words.append(describe_region(place["region"]))
    words += ["+" + describe_region(region) for region in location.get("annotations", [])]
    return " ".join(words)


def apply(replacements, path):
    """The last line that replacements change in a file. Columns count characters."""
    if not os.path.exists(path):
        return "no file"
    with open(path, encoding="utf-8", errors="replace") as source:
        lines = source.read().split("\n")
    def order(item):
        return item["deletedRegion"]["startLine"], item["deletedRegion"]["startColumn"]

    for replacement in sorted(replacements, reverse=True, key=order):
        region = replacement["deletedRegion"]
        line = lines[region["startLine"] - 1]
        lines[region["startLine"] - 1] = (line[:region["startColumn"] - 1] + replacement["insertedContent"]["text"] +
                                          line[region["endColumn"] - 1:])
        changed = lines[region["startLine"] - 1].strip()
    return changed


def describe(run):
    driver = run["tool"]["driver"]
    print("%s: %d results, %s" % (driver["name"], len(run["results"]),
                                  "success" if run["invocations"][0]["executionSuccessful"] else "failure"))
    for rule in driver["rules"]:
        if "shortDescription" in rule:
            print("rule %s: %s" % (rule["id"], text_of(rule["shortDescription"])))
    for note in run["invocations"][0]["toolExecutionNotifications"]:
        print("printed: " + text_of(note["message"]))
    for result in run["results"]:
        kind = result["level"] if result["kind"] == "fail" else result["kind"]
        places = [describe_place(place) for place in result.get("locations", [])]
        print("%s: %s%s: %s" % (", ".join(places) or "nowhere", kind,
                                " " + result["ruleId"] if "ruleId" in result else "", text_of(result["message"])))
        for place in result.get("relatedLocations", []):
            print("  %s: %s" % (describe_place(place), text_of(place["message"])))
        for fix in result.get("fixes", []):
            for change in fix["artifactChanges"]:
                print("  fixed%s: %s" % (" (%s)" % text_of(fix["description"]) if "description" in fix else "",
                                         apply(change["replacements"], path_of(change["artifactLocation"]))))


def main():
    status = 0
    for path in sys.argv[1:] or ["/dev/stdin"]:
        try:
            with open(path, encoding="utf-8") as file:
                run = check(json.load(file))
            name = os.path.basename(path)
            if sys.argv[1:] and not any(result.get("ruleId") == name for result in run["results"]):
                raise ValueError("no result of the rule " + name)
        except (ValueError, jsonschema.ValidationError) as error:
            print("%s: %s" % (path, getattr(error, "message", error)))
            status = 1
            continue
        if not sys.argv[1:]:
            describe(run)
    return status


sys.exit(main())
