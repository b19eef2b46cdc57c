"""A result as another study states it: exported from the one, put into the other, checked."""

import json

import pypdfium2

from pcf.exchange.project_file import read_study, write_study
from pcf.model.edits import SetField, apply
from pcf.workflow import samples, studies


def made(folder, name):
    """Keep the sample study in a file and give it with its path."""
    path, study = folder / f"{name}.cradle", samples.read_sample_study("linear-axis")
    write_study(path, study, "tests", keep=False)
    return path, study


def rows(run, path):
    run("check", path, "--checklist", "--json")
    [report] = json.loads(run.out)
    findings = [(each["rule"], each["key"]) for each in report["findings"]]
    return findings, {row["rule"]: row["state"] for row in report["checklist"]}


def test_an_earlier_result_leads_to_a_change_with_its_causes(run, tmp_path):
    path, study = made(tmp_path, "axis")
    assert run("export", path, "--format", "earlier", "--out", tmp_path).code == 0
    edits = tmp_path / "axis-earlier.json"
    [edit] = json.loads(edits.read_text(encoding="utf-8"))
    node = edit["node"]
    assert node["result_id"]
    # The same study again: nothing has changed, by no cause.
    node |= {"by_process": "0 kgCO2e", "by_data": "0 kgCO2e", "causes": "None so far"}
    edits.write_text(json.dumps([edit]), encoding="utf-8")
    assert run("edit", path, edits).code == 0
    findings, states = rows(run, path)
    assert [each for each in findings if each[0] in {"T01", "T02"}] == []
    assert (states["T01"], states["T02"]) == ("fulfilled", "fulfilled")
    changed = apply(
        read_study(path), [SetField(node=study.choices.id, field="recycling", value="cff")]
    )
    studies.save_study(path, changed, path)
    findings, states = rows(run, path)
    assert ("T01", "earlier-differs") in findings
    assert states["T01"] == "open"


def test_a_document_carries_what_is_compared(run, tmp_path):
    path, _ = made(tmp_path, "axis")
    assert run("export", path, "--format", "compared", "--out", tmp_path).code == 0
    edits = tmp_path / "axis-compared.json"
    [edit] = json.loads(edits.read_text(encoding="utf-8"))
    edit["node"]["same_function"] = "Both move the same load"
    goal = {"type": "set_field", "node": "goal", "field": "comparative", "value": True}
    edits.write_text(json.dumps([edit, goal]), encoding="utf-8")
    assert run("edit", path, edits).code == 0
    findings, states = rows(run, path)
    assert [each for each in findings if each[0].startswith("C")] == [
        ("C03", "comparison-without-uncertainty")
    ]
    assert states["C01"] == states["C02"] == states["C04"] == states["C05"] == "fulfilled"
    run("document", path, "--out", tmp_path, "--language", "en")
    [paper] = tmp_path.glob("axis-*-en.pdf")
    with pypdfium2.PdfDocument(paper) as document:
        printed = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert "Both move the same load" in " ".join(printed.split())
