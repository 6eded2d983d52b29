from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_page_fragment_and_api_tell_the_same_story(client, torino):
    page = client.get("/en/search/", {"q": "po"}).content.decode()
    fragment = client.get("/en/search/", {"q": "po"}, headers={"HX-Request": "true"})
    answer = client.get("/api/v1/search", {"q": "po"}, headers={"Accept-Language": "en"}).json()
    assert fragment.content.decode().strip() in page
    assert "<html" not in fragment.content.decode()
    names = [row["name"] for row in answer["found"]]
    assert names[:2] == ["Via Po", "Via Po"]
    assert all(name in page for name in names)
    assert answer["found"][0]["kind_name"] == "street"


def test_answers_are_grouped_by_kind_with_the_best_kind_first(client, torino):
    groups = client.get("/en/search/", {"q": "torino"}).context["groups"]
    assert str(groups[0]["title"]) == "Comuni"
    assert len({group["title"] for group in groups}) == len(groups) > 1


def test_the_question_is_shown_as_it_was_typed_and_harmless(client, torino):
    page = client.get("/en/search/", {"q": "<script>po</script>"}).content.decode()
    assert "<script>po" not in page
    assert "&lt;script&gt;po" in page


def test_an_empty_question_asks_for_one(client, torino):
    assert "Write a name" in client.get("/en/search/").content.decode()
    assert "Try fewer words" in client.get("/en/search/?q=qqqqqq").content.decode()


def test_a_name_with_a_position_leads_to_the_planner_where_there_is_one(client, torino):
    page = client.get("/en/search/", {"q": "45.07, 7.68"}).content.decode()
    assert "45.07, 7.68" in page


def test_searching_asks_the_database_nothing(client, torino, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/api/v1/search", {"q": "po"})
