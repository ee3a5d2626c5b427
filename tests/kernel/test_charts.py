"""Charts of the back office: what Chart.js gets to draw."""

import json

from gotuto import charts


def test_numbers_stand_under_their_labels_in_the_colour_of_their_series():
    drawn = json.loads(charts.data(iter(["Mon", "Tue"]), {("Net", "#123456"): (1, 2.5), ("Tax", "#abcdef"): range(2)}))
    assert drawn == {
        "labels": ["Mon", "Tue"],
        "datasets": [
            {"label": "Net", "data": [1, 2.5], "backgroundColor": "#123456"},
            {"label": "Tax", "data": [0, 1], "backgroundColor": "#abcdef"},
        ],
        "links": [],
    }


def test_a_bar_leads_where_its_label_says():
    drawn = json.loads(charts.data(["Mon"], {("Net", "#123456"): (1,)}, links=iter(["/monday/"])))
    assert drawn["links"] == ["/monday/"]


def test_things_are_counted_in_whole_numbers_from_nothing_on():
    axis = json.loads(charts.look())["scales"]["y"]
    assert (axis["beginAtZero"], axis["suggestedMax"], axis["ticks"]["precision"], axis["stacked"]) == (
        True,
        5,
        0,
        False,
    )


def test_money_has_no_least_height_and_its_parts_may_stand_on_one_another():
    look = json.loads(charts.look(is_stacked=True, is_of_things=False))
    assert [look["scales"][axis]["stacked"] for axis in "xy"] == [True, True]
    assert "suggestedMax" not in look["scales"]["y"]
    assert "precision" not in look["scales"]["y"]["ticks"]
    assert look["maxBarThickness"] > json.loads(charts.look())["maxBarThickness"]
