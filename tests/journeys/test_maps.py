"""Maps in a real browser: seen by all, zoomed, pointed at, walked by key and chosen, with script and without."""

import pytest

from tests.journeys import a11y
from tests.journeys.conftest import DESKTOP, PHONE

PAGE = "/styleguide/maps/"
STOCKHOLM, KIRUNA, GALLIVARE, KALIX = "0180", "2584", "2523", "2514"

pytestmark = pytest.mark.django_db(transaction=True)


def _map(page, ident="regions"):
    return page.locator(f"#{ident}")


def _box(page, ident="regions") -> list[float]:
    """The part that is seen, once the drawing has come to rest."""
    page.wait_for_function("ident => !document.querySelector(`#${ident}[data-gliding]`)", arg=ident)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return [float(number) for number in _map(page, ident).get_attribute("viewBox").split()]


def _area(page, code: str, ident="regions"):
    return _map(page, ident).locator(f'[data-area="{code}"]')


def _link(page, code: str):
    return _map(page).locator("a", has=page.locator(f'[data-area="{code}"]'))


@pytest.mark.parametrize(("viewport", "theme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_the_maps_are_accessible_and_fit(visit, shot, viewport, theme):
    page = visit(f"{PAGE}?area=1480", viewport=viewport, theme=theme)
    page.locator("#regions-figure .map-tools").wait_for()
    assert a11y.violations(page) == []
    assert a11y.too_wide(page) == []
    assert a11y.small_targets(page) == []
    assert shot(page, f"maps-{viewport['width']}-{theme}").stat().st_size > 50_000


def test_without_script_an_area_is_a_link_to_the_same(visit):
    page = visit(PAGE, script=False)
    assert not page.locator(".map-tools").first.is_visible()
    assert _map(page).locator(".map-flows path").count() == 0
    href = _link(page, STOCKHOLM).get_attribute("href")
    page.goto(f"{PAGE}{href}")
    assert _map(page).locator(".map-flows path").count() == 200
    assert _map(page).locator("a[aria-current]").count() == 1


def test_choosing_by_click_brings_the_flows_and_the_words_and_the_address(visit):
    page = visit(PAGE)
    page.evaluate("() => { window.kept = document.querySelector('#regions-side .map-chosen-text'); }")
    _area(page, KIRUNA).click()
    page.wait_for_function("() => document.querySelectorAll('#regions .map-flows path').length > 0")
    assert page.evaluate("() => window.kept?.isConnected"), "the page was not loaded again, and the live region stays"
    assert page.locator("#regions-side h2").inner_text() == "Kiruna"
    assert page.locator("#beside").inner_text() == "2584", "what belongs to the map changed with it"
    assert "area=2584" in page.url
    assert _map(page).locator("a[aria-current]").get_attribute("aria-label").startswith("Kiruna")
    assert _map(page).locator(".map-chosen").count() == 1
    _area(page, KALIX).click()
    page.wait_for_function("() => document.querySelector('#regions-side h2').textContent === 'Kalix'")
    assert _map(page).locator(".map-chosen").count() == 1
    assert _map(page).locator("a[aria-current]").count() == 1


def test_a_road_is_chosen_by_key_and_whoever_chose_it_stays_there(visit):
    page = visit(PAGE)
    assert page.locator("#network a[tabindex='0']").count() == 1, "one stop for the tabulator"
    road = page.locator("#network a", has=page.locator('[data-link="0180-1480"]'))
    road.focus()
    assert page.locator("#network-figure .map-card strong").inner_text() == "Stockholm–Göteborg"
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#network-side h2')?.textContent === '0180-1480'")
    assert "link=0180-1480" in page.url
    here = page.evaluate("() => document.activeElement.querySelector('[data-link]')?.dataset.link")
    assert here == "0180-1480"
    assert page.locator("#network a[aria-current]").count() == 1
    page.keyboard.press("ArrowRight")
    there = page.evaluate("() => document.activeElement.querySelector('[data-link]')?.dataset.link")
    assert there not in (None, here)


def test_the_keyboard_walks_between_areas_and_chooses(visit):
    page = visit(PAGE)
    stops = _map(page).locator("a[tabindex='0']")
    assert stops.count() == 1, "one stop for the tabulator"
    _link(page, GALLIVARE).focus()
    page.keyboard.press("ArrowUp")
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')").startswith("Kiruna")
    assert page.locator("#regions-figure .map-card strong").inner_text() == "Kiruna"
    assert _map(page).locator(".map-focus").get_attribute("d")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')").startswith("Gällivare")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#regions-side h2')?.textContent === 'Gällivare'")
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')").startswith("Gällivare")
    assert stops.get_attribute("aria-label").startswith("Gällivare")


def test_every_area_can_be_reached_by_arrow_keys(visit):
    """From Kiruna to anywhere: the keys join all areas of the map."""
    page = visit(PAGE, viewport={"width": 1280, "height": 1100})
    reached = page.evaluate(
        """() => {
          const links = [...document.querySelectorAll('#regions a')];
          const code = (link) => link.querySelector('[data-area]').dataset.area;
          const found = new Set([code(links[0])]);
          const waiting = [links[0]];
          while (waiting.length) {
            const link = waiting.pop();
            for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
              link.focus({ preventScroll: true });
              link.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
              const next = document.activeElement;
              if (next.closest('#regions') && !found.has(code(next))) {
                found.add(code(next));
                waiting.push(next);
              }
            }
          }
          return found.size;
        }"""
    )
    assert reached == 290


def test_zoom_by_button_key_and_wheel_and_back_again(visit):
    page = visit(PAGE)
    whole = _box(page)
    tools = page.locator("#regions-figure .map-tools")
    tools.get_by_role("button", name="Zooma in").click()
    closer = _box(page)
    assert closer[2] == pytest.approx(whole[2] / 1.6)
    _link(page, KIRUNA).focus()
    page.keyboard.press("+")
    assert _box(page)[2] == pytest.approx(whole[2] / 1.6**2, rel=0.01)
    page.keyboard.press("-")
    page.keyboard.press("0")
    assert _box(page) == whole
    _map(page).hover(position={"x": 100, "y": 100})
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(100)
    assert _box(page) == whole, "the wheel alone scrolls the page"
    _map(page).scroll_into_view_if_needed()
    _map(page).hover(position={"x": 100, "y": 100})
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    assert _box(page)[2] < whole[2]
    page.keyboard.press("Escape")
    tools.get_by_role("button", name="Visa hela kartan").click()
    assert _box(page) == whole


def test_more_names_show_the_closer_one_is(visit):
    page = visit(PAGE)
    shown = (
        "() => [...document.querySelectorAll('#regions .map-labels text')]"
        ".filter((text) => text.checkVisibility()).length"
    )
    far = page.evaluate(shown)
    for _time in range(3):
        page.locator("#regions-figure").get_by_role("button", name="Zooma in").click()
        _box(page)
    near = page.evaluate(shown)
    assert 40 < far < near
    first = _map(page).locator(".map-labels .from-5").first
    assert first.evaluate("text => text.getBoundingClientRect().height") == pytest.approx(17, abs=5), (
        "words keep their size on the screen"
    )


def test_labels_do_not_overlap_in_the_typeface_of_the_page(visit):
    for viewport in (DESKTOP, PHONE):
        page = visit(PAGE, viewport=viewport)
        page.evaluate("() => document.fonts.ready")
        page.wait_for_timeout(200)
        overlaps = page.evaluate(
            """() => {
              const boxes = [...document.querySelectorAll('#regions .map-labels text')]
                .filter((text) => text.checkVisibility())
                .map((text) => [text.textContent, text.getBoundingClientRect()]);
              return boxes.flatMap(([one, a], i) => boxes.slice(i + 1)
                .filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
                .map(([other]) => `${one} ${other}`));
            }"""
        )
        assert overlaps == []


def test_pointing_shows_what_is_said_and_leaving_hides_it(visit):
    page = visit(PAGE)
    card = page.locator("#regions-figure .map-card")
    _area(page, KIRUNA).hover()
    assert card.locator("strong").inner_text() == "Kiruna"
    assert "FA-region" in card.inner_text()
    assert _map(page).locator(".map-pointed").get_attribute("d") == _area(page, KIRUNA).get_attribute("d")
    page.mouse.move(0, 0)
    assert not card.is_visible()
    assert _map(page).locator("title").count() == 1, "no second box from the browser"


def test_dragging_moves_the_map_and_chooses_nothing(visit):
    page = visit(PAGE)
    for _time in range(2):
        page.locator("#regions-figure").get_by_role("button", name="Zooma in").click()
        _box(page)
    before = _box(page)
    at = _map(page).bounding_box()
    page.mouse.move(at["x"] + 200, at["y"] + 300)
    page.mouse.down()
    page.mouse.move(at["x"] + 260, at["y"] + 340, steps=5)
    page.mouse.up()
    after = _box(page)
    assert (after[0] < before[0], after[1] < before[1], after[2]) == (True, True, before[2])
    assert "area=" not in page.url


def test_maps_that_belong_together_move_and_point_together(visit):
    page = visit(PAGE)
    page.locator("#difference-figure").get_by_role("button", name="Zooma in").click()
    assert _box(page, "difference") == pytest.approx(_box(page, "category"))
    assert _box(page, "shares")[:2] == [0, 0], "the others stay"
    _area(page, "2480", "difference").hover()
    other = _area(page, "2480", "category").get_attribute("d")
    assert _map(page, "category").locator(".map-pointed").get_attribute("d") == other


def test_two_fingers_zoom_on_a_phone_and_one_scrolls(visit):
    page = visit(PAGE, viewport=PHONE)
    assert _map(page).evaluate("svg => getComputedStyle(svg).touchAction") == "pan-x pan-y"
    _map(page).evaluate(
        """svg => {
          const box = svg.getBoundingClientRect();
          const send = (type, id, x, y) => svg.dispatchEvent(new PointerEvent(type, {
            pointerId: id, pointerType: 'touch', bubbles: true, clientX: box.left + x, clientY: box.top + y }));
          svg.setPointerCapture = () => {};
          send('pointerdown', 1, 100, 100); send('pointerdown', 2, 140, 100);
          send('pointermove', 2, 180, 100);
          send('pointerup', 1, 100, 100); send('pointerup', 2, 180, 100);
        }"""
    )
    box = _box(page)
    assert box[2] == pytest.approx(482 / 2, rel=0.15)
    assert _map(page).evaluate("svg => getComputedStyle(svg).touchAction") == "none"


def test_those_who_want_calm_get_no_motion(visit):
    page = visit(PAGE)
    page.emulate_media(reduced_motion="reduce")
    page.locator("#regions-figure").get_by_role("button", name="Zooma in").click()
    first = page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => "
        "done(document.querySelector('#regions').getAttribute('viewBox')))))"
    )
    page.wait_for_timeout(400)
    assert _map(page).get_attribute("viewBox") == first


def test_on_paper_the_map_is_whole_and_without_buttons(visit):
    page = visit(PAGE, theme="dark")
    page.emulate_media(media="print")
    assert not page.locator("#regions-figure .map-tools").is_visible()
    assert _area(page, STOCKHOLM).is_visible()
    assert page.locator("#regions-figure .map-source").is_visible()
