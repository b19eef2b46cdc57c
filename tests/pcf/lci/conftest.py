"""One small inventory, written in every format by hand: what comes of it must be the same.

Per kilogram of steel plate 1.5 kg of fossil carbon dioxide, 2 g of biogenic methane and 20 g of
carbon dioxide taken from the air; 1 kWh of power at 0.6 kg; 0.3 kg of slag to a treatment at
0.05 kg; 1.6 kg of ore that nothing makes.
"""

import json
import pickle
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import py7zr
import pytest

from pcf.workflow.databases import import_database
from pcf.workflow.import_order import Order

SPOLD = """<?xml version="1.0" encoding="UTF-8"?>
<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"><activityDataset>
<activityDescription>
<activity id="{id}"><activityName xml:lang="en">{name}</activityName></activity>
<geography><shortname xml:lang="en">GLO</shortname></geography>
<timePeriod startDate="2022-01-01" endDate="2023-12-31"/></activityDescription>
<flowData>
{flows}
</flowData></activityDataset></ecoSpold>
"""
PRODUCT = (
    '<intermediateExchange intermediateExchangeId="{flow}" amount="{amount}"{link}>'
    '<name xml:lang="en">{name}</name><unitName xml:lang="en">{unit}</unitName>'
    "<{group}>{number}</{group}></intermediateExchange>"
)
GAS = (
    '<elementaryExchange elementaryExchangeId="{flow}" amount="{amount}">'
    '<name xml:lang="en">{name}</name><unitName xml:lang="en">{unit}</unitName><compartment>'
    '<compartment xml:lang="en">{place}</compartment><subcompartment xml:lang="en">{sub}'
    "</subcompartment></compartment><{group}>4</{group}></elementaryExchange>"
)


def spold(folder: Path) -> Path:
    """Write the inventory as ecoSpold 2; slag goes to its treatment as ecoinvent has it."""

    def product(flow, name, amount, unit, group, number, link=""):
        link = f' activityLinkId="{link}"' if link else ""
        return PRODUCT.format(
            flow=flow, name=name, amount=amount, unit=unit, group=group, number=number, link=link
        )

    def gas(name, amount, unit="kg", place="air", sub="unspecified", group="outputGroup"):
        return GAS.format(
            flow=name, name=name, amount=amount, unit=unit, place=place, sub=sub, group=group
        )

    folder.mkdir()
    plate = [
        product("f-plate", "steel plate", 1, "kg", "outputGroup", 0),
        product("f-power", "power", 1, "kWh", "inputGroup", 5, "a-power"),
        product("f-ore", "iron ore", 1.6, "kg", "inputGroup", 5, "a-nowhere"),
        product("f-slag", "slag", -0.3, "kg", "inputGroup", 5, "a-slag"),
        gas("Carbon dioxide, fossil", 1.5),
        gas("Methane, non-fossil", 2, "g"),
        gas("Carbon dioxide, in air", 0.02, "kg", "natural resource", "in air", "inputGroup"),
    ]
    power = [
        product("f-power", "power", 1, "kWh", "outputGroup", 0),
        gas("Carbon dioxide, fossil", 0.6, sub="urban air close to ground"),
    ]
    slag = [
        product("f-slag", "slag", -1, "kg", "outputGroup", 0),
        gas("Carbon dioxide, fossil", 0.05),
    ]
    for id_, name, flows in (
        ("a-plate", "steel plate production", plate),
        ("a-power", "power production", power),
        ("a-slag", "treatment of slag", slag),
    ):
        text = SPOLD.format(id=id_, name=name, flows="\n".join(flows))
        (folder / f"{id_}.spold").write_text(text, encoding="utf-8")
    return folder


def ecospold1(path: Path) -> Path:
    """Write the inventory as ecoSpold 1, with what openLCA gets wrong in it."""

    def exchange(number, name, amount, unit, group, kind, category="", sub="", cas="NaN"):
        return (
            f'<exchange number="{number}" name="{name}" meanValue="{amount}" unit="{unit}"'
            f' category="{category}" subCategory="{sub}" location="GLO" CASNumber="{cas}">'
            f"<{group}>{kind}</{group}></exchange>"
        )

    def dataset(number, name, *rows):
        return (
            f'<dataset number="{number}"><metaInformation><processInformation>'
            f'<referenceFunction name="{name}" unit="kg" amount="1" category="metals"/>'
            '<geography location="GLO"/><timePeriod><endDate>2023-12-31</endDate></timePeriod>'
            "</processInformation><administrativeInformation>"
            f'<person number="1" name="{"Somebody with a very long name " * 3}"/>'
            f"</administrativeInformation></metaInformation><flowData>{''.join(rows)}</flowData>"
            "</dataset>"
        )

    content = "".join(
        (
            dataset(
                1, "steel plate",
                exchange(11, "steel plate", 1, "kg", "outputGroup", 0),
                exchange(12, "power", 1, "kWh", "inputGroup", 5),
                exchange(13, "iron ore", 1.6, "kg", "inputGroup", 5),
                exchange(14, "slag treatment", 0.3, "kg", "inputGroup", 5),
                exchange(15, "Carbon dioxide, fossil ", 1.5, "kg", "outputGroup", 4, "air", "low"),
                exchange(16, "Methane, biogenic", 2, "g", "outputGroup", 4, "air", "low"),
                exchange(
                    17, "Carbon dioxide, in air", 0.02, "kg", "inputGroup", 4, "resource", "in air"
                ),
            ),
            dataset(
                2, "power",
                exchange(12, "power", 1, "kWh", "outputGroup", 0),
                exchange(15, "Carbon dioxide, fossil ", 0.6, "kg", "outputGroup", 4, "air", "low"),
            ),
            dataset(
                3, "slag treatment",
                exchange(14, "slag treatment", 1, "kg", "outputGroup", 0),
                exchange(15, "Carbon dioxide, fossil ", 0.05, "kg", "outputGroup", 4, "air", "low"),
            ),
        )
    )  # fmt: skip
    text = f'<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01">{content}</ecoSpold>'
    path.write_text(text, encoding="utf-8")
    return path


def olca(path: Path, schema: int) -> Path:
    """Write the inventory as openLCA's package, of schema 1 or 2."""

    def flow(id_, name, kind, category):
        stated = {"@type": "Category", "@id": category} if schema == 1 else category
        return {"@type": "Flow", "@id": id_, "name": name, "flowType": kind, "category": stated}

    def exchange(flow_, amount, unit, *, is_input, is_main=False, provider=""):
        names = ("input", "quantitativeReference") if schema == 1 else (
            "isInput", "isQuantitativeReference",
        )  # fmt: skip
        row = {
            "@type": "Exchange", "amount": amount, "unit": {"name": unit},
            "flow": {"@id": flow_["@id"], "name": flow_["name"], "flowType": flow_["flowType"]},
            names[0]: is_input, names[1]: is_main,
        }  # fmt: skip
        return row | ({"defaultProvider": {"@id": provider}} if provider else {})

    air = "Elementary flows/Emission to air/unspecified" if schema == 2 else "c-air"
    nature = "Elementary flows/Resource/in air" if schema == 2 else "c-nature"
    plate = flow("f-plate", "steel plate", "PRODUCT_FLOW", "Metals")
    power = flow("f-power", "power", "PRODUCT_FLOW", "Energy")
    ore = flow("f-ore", "iron ore", "PRODUCT_FLOW", "Metals")
    slag = flow("f-slag", "slag", "WASTE_FLOW", "Waste")
    fossil = flow("f-co2", "Carbon dioxide, fossil ", "ELEMENTARY_FLOW", air)
    methane = flow("f-ch4", "Methane, biogenic", "ELEMENTARY_FLOW", air)
    uptake = flow("f-in", "Carbon dioxide, in air", "ELEMENTARY_FLOW", nature)
    processes = {
        "p-plate": ("steel plate production", [
            exchange(plate, 1, "kg", is_input=False, is_main=True),
            exchange(power, 1, "kWh", is_input=True, provider="p-power"),
            exchange(ore, 1.6, "kg", is_input=True),
            exchange(slag, 0.3, "kg", is_input=False, provider="p-slag"),
            exchange(fossil, 1.5, "kg", is_input=False),
            exchange(methane, 2, "g", is_input=False),
            exchange(uptake, 0.02, "kg", is_input=True),
        ]),
        "p-power": ("power production", [
            exchange(power, 1, "kWh", is_input=False, is_main=True),
            exchange(fossil, 0.6, "kg", is_input=False),
        ]),
        "p-slag": ("treatment of slag", [
            exchange(slag, 1, "kg", is_input=True, is_main=True),
            exchange(fossil, 0.05, "kg", is_input=False),
        ]),
    }  # fmt: skip
    with zipfile.ZipFile(path, "w") as archive:
        if schema == 2:
            archive.writestr("olca-schema.json", json.dumps({"version": 2}))
        else:
            for id_, name, above in (
                ("c-emission", "Emission to air", None), ("c-air", "unspecified", "c-emission"),
                ("c-resource", "Resource", None), ("c-nature", "in air", "c-resource"),
            ):  # fmt: skip
                row = {"@id": id_, "name": name} | ({"category": {"@id": above}} if above else {})
                archive.writestr(f"categories/{id_}.json", json.dumps(row))
        for each in (plate, power, ore, slag, fossil, methane, uptake):
            archive.writestr(f"flows/{each['@id']}.json", json.dumps(each))
        for id_, (name, exchanges) in processes.items():
            row = {"@type": "Process", "@id": id_, "name": name, "exchanges": exchanges}
            archive.writestr(f"processes/{id_}.json", json.dumps(row))
    return path


SIMAPRO = """{SimaPro 9.5.0.2}
{processes}
{Project: Sample}
{CSV Format version: 9.0.0}
{CSV separator: Semicolon}
{Decimal separator: .}
{Date separator: /}
{Short date format: dd/MM/yyyy}

Process

Category type
material

Process identifier
Sample01

Process name
steel plate production

Products
steel plate;kg;1;100;not defined;Metals;

Resources
Carbon dioxide, in air;in air;kg;0.02;Undefined;0;0;0;

Materials/fuels
iron ore;kg;1.6;Undefined;0;0;0;

Electricity/heat
power;kWh;k*2;Undefined;0;0;0;

Emissions to air
Carbon dioxide, fossil;;kg;1.5;Undefined;0;0;0;
Methane, biogenic;low. pop.;g;2;Undefined;0;0;0;

Waste to treatment
slag;kg;0.3;Undefined;0;0;0;

Input parameters
k;0.5;Undefined;0;0;0;No;

End

Process

Category type
energy

Process identifier
Sample02

Process name
power production

Products
power;kWh;1;100;not defined;Energy;

Emissions to air
Carbon dioxide, fossil;;kg;0.6;Undefined;0;0;0;

End

Process

Category type
waste treatment

Process identifier
Sample03

Process name
treatment of slag

Waste treatment
slag;kg;1;All waste types;not defined;Waste;

Emissions to air
Carbon dioxide, fossil;;kg;0.05;Undefined;0;0;0;

End

"""


def simapro(path: Path) -> Path:
    """Write the inventory as SimaPro exports it; the power is a formula of a parameter."""
    path.write_text(SIMAPRO, encoding="cp1252")
    return path


def excel(path: Path) -> Path:
    """Write the inventory in Brightway's Excel form; slag is a service that is bought."""
    book = openpyxl.Workbook()
    sheet = book.active
    heads = ("name", "amount", "unit", "location", "type", "categories", "reference product")

    def activity(name, product, unit, *rows):
        sheet.append(())
        sheet.append(("Activity", name))
        sheet.append(("reference product", product))
        sheet.append(("location", "GLO"))
        sheet.append(("unit", unit))
        sheet.append(("production amount", 1))
        sheet.append(("Exchanges",))
        sheet.append(heads)
        sheet.append((name, 1, unit, "GLO", "production", None, product))
        for row in rows:
            sheet.append(row)

    sheet.append(("Database", "sample"))
    air, from_air = "air::low population density", "natural resource::in air"
    activity(
        "steel plate production", "steel plate", "kilogram",
        ("power production", 1, "kilowatt hour", "GLO", "technosphere", None, "power"),
        ("ore mine", 1.6, "kilogram", "GLO", "technosphere", None, "iron ore"),
        ("treatment of slag", 0.3, "kilogram", "GLO", "technosphere", None, "slag treated"),
        ("Carbon dioxide, fossil", 1.5, "kilogram", None, "biosphere", air),
        ("Methane, non-fossil", 0.002, "kilogram", None, "biosphere", air),
        ("Carbon dioxide, in air", 0.02, "kilogram", None, "biosphere", from_air),
    )  # fmt: skip
    activity(
        "power production", "power", "kilowatt hour",
        ("Carbon dioxide, fossil", 0.6, "kilogram", None, "biosphere", air),
    )  # fmt: skip
    activity(
        "treatment of slag", "slag treated", "kilogram",
        ("Carbon dioxide, fossil", 0.05, "kilogram", None, "biosphere", air),
    )  # fmt: skip
    book.save(path)
    return path


def project(folder: Path) -> Path:
    """Write the inventory as a project of Brightway: SQLite with a pickled dict a row."""
    (folder / "lci").mkdir(parents=True)
    connection = sqlite3.connect(folder / "lci" / "databases.db")
    connection.execute(
        "CREATE TABLE activitydataset (id INTEGER PRIMARY KEY, data BLOB, code TEXT, database TEXT,"
        " location TEXT, name TEXT, product TEXT, type TEXT)"
    )
    connection.execute(
        "CREATE TABLE exchangedataset (id INTEGER PRIMARY KEY, data BLOB, input_code TEXT,"
        " input_database TEXT, output_code TEXT, output_database TEXT, type TEXT)"
    )

    def node(database, code, name, unit, categories=()):
        data = {"name": name, "unit": unit, "location": "GLO", "categories": categories}
        data |= {"type": "emission"} if categories else {"reference product": name}
        connection.execute(
            "INSERT INTO activitydataset (data, code, database, name) VALUES (?, ?, ?, ?)",
            (pickle.dumps(data, protocol=4), code, database, name),
        )

    def exchange(output, database, code, amount, kind):
        connection.execute(
            "INSERT INTO exchangedataset"
            " (data, input_code, input_database, output_code, output_database, type)"
            " VALUES (?, ?, ?, ?, 'sample', ?)",
            (
                pickle.dumps({"amount": amount, "type": kind}, protocol=4),
                code,
                database,
                output,
                kind,
            ),
        )

    node("biosphere3", "co2", "Carbon dioxide, fossil", "kilogram", ("air",))
    node("biosphere3", "ch4", "Methane, non-fossil", "kilogram", ("air", "low population density"))
    node("biosphere3", "in", "Carbon dioxide, in air", "kilogram", ("natural resource", "in air"))
    node("other", "ore", "iron ore", "kilogram")
    node("sample", "plate", "steel plate", "kilogram")
    node("sample", "power", "power", "kilowatt hour")
    node("sample", "slag", "slag treated", "kilogram")
    for code in ("plate", "power", "slag"):
        exchange(code, "sample", code, 1.0, "production")
    exchange("plate", "sample", "power", 1.0, "technosphere")
    exchange("plate", "sample", "slag", 0.3, "technosphere")
    exchange("plate", "other", "ore", 1.6, "technosphere")
    exchange("plate", "biosphere3", "co2", 1.5, "biosphere")
    exchange("plate", "biosphere3", "ch4", 0.002, "biosphere")
    exchange("plate", "biosphere3", "in", 0.02, "biosphere")
    exchange("power", "biosphere3", "co2", 0.6, "biosphere")
    exchange("slag", "biosphere3", "co2", 0.05, "biosphere")
    connection.commit()
    connection.close()
    return folder


def packed(folder: Path, path: Path) -> Path:
    """Pack a folder as ecoinvent's is packed."""
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.writeall(folder, "datasets")
    return path


FORMATS = {
    "ecospold2": lambda folder: spold(folder / "spold"),
    "ecospold1": lambda folder: ecospold1(folder / "sample.xml"),
    "7z": lambda folder: packed(spold(folder / "spold"), folder / "sample.7z"),
    "olca1": lambda folder: olca(folder / "olca1.zip", 1),
    "olca2": lambda folder: olca(folder / "olca2.zip", 2),
    "simapro": lambda folder: simapro(folder / "sample.csv"),
    "excel": lambda folder: excel(folder / "sample.xlsx"),
    "project": lambda folder: project(folder / "project"),
}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Give every test a store and a cache of its own."""
    monkeypatch.setenv("CRADLEGATE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CRADLEGATE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "home"


@pytest.fixture
def spold_folder(tmp_path):
    return spold(tmp_path / "many")


@pytest.fixture
def bring(tmp_path):
    """Give what imports the sample in a format."""

    def bring(name: str, **more):
        path = FORMATS[name](tmp_path)
        database = "sample" if name == "project" else ""
        order = Order(path=path, id="sample", title="Sample", database=database, **more)
        return import_database(order)

    return bring
