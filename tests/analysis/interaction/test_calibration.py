"""The gravity model: a case by hand, a plain Poisson regression, what always holds, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.interaction.balancing import BalancingError
from samsyn.analysis.interaction.calibration import CalibrationError, InteractionChoices, Interactions, calibrate
from samsyn.analysis.interaction.calibration_kernel import _exp, _log, agreement, modelled
from samsyn.analysis.interaction.deterrence import Costs, Form, Law, OwnArea
from samsyn.analysis.interaction.distribution import PredictionChoices, distribute, predict
from samsyn.analysis.interaction.fit import goodness_of_fit
from samsyn.analysis.interaction.missing_flows import Sums, fill
from samsyn.analysis.tables import TableError, areas_of, flows_from_matrix

CHOICES = [InteractionChoices(form, own) for form in Form for own in OwnArea]
NAMES = [f"{choices.form}-{choices.own_area}" for choices in CHOICES]


def areas(n):
    return areas_of({f"{i:03}": f"Area {i}" for i in range(n)})


def interactions(flows, costs, known=None) -> Interactions:
    table = areas(len(costs))
    return Interactions(flows_from_matrix(table, flows, unit="persons"), Costs(table, costs, "km"), known)


def drawn(seed, n=8) -> tuple[np.ndarray, np.ndarray]:
    """Flows (n, n) of whole persons around a gravity law, and the costs."""
    chance = np.random.default_rng(seed)
    place = chance.random((n, 2)) * 60
    costs = np.hypot(*(place[:, None] - place).transpose(2, 0, 1)) + 3
    size = chance.lognormal(5, 0.8, n)
    mean = np.outer(size, chance.permutation(size)) * np.exp(-0.05 * costs) / 40
    return chance.poisson(mean).astype(float), costs


def poisson_regression(flows, columns, cells):
    """Coefficients of the columns beside a dummy an origin and one a destination, with covariance and Poisson errors.

    Iteratively weighted least squares on the whole design matrix, nothing eliminated.
    """
    n = len(flows)
    dummies = np.hstack([np.repeat(np.eye(n), n, axis=0), np.tile(np.eye(n), (n, 1))[:, 1:]])
    design = np.hstack([dummies, *(c.reshape(-1, 1) for c in columns)])[cells.ravel()]
    y = flows[cells]
    design = design[:, np.abs(design).sum(axis=0) > 0]
    scale = np.abs(design).max(axis=0)
    design = design / scale
    mu = y + 0.5
    for _ in range(60):
        z = np.log(mu) + (y - mu) / mu
        beta = np.linalg.solve(design.T @ (design * mu[:, None]), design.T @ (mu * z))
        mu = np.exp(design @ beta)
    inverse = np.linalg.inv(design.T @ (design * mu[:, None]))
    scatter = design.T @ (design * ((y - mu) ** 2)[:, None])
    k = len(columns)
    poisson = np.sqrt(np.diag(inverse)) / scale
    covariance = inverse @ scatter @ inverse / np.outer(scale, scale)
    return (beta / scale)[-k:], covariance[-k:, -k:], poisson[-k:], mu


def test_two_areas_by_hand():
    """Odds 80 * 80 / (20 * 20) = 16 = exp(20 decay); the variance of ln odds is 2/80 + 2/20 = 0.125."""
    model = calibrate(interactions([[80, 20], [20, 80]], [[0, 10], [10, 0]]))
    (decay,) = model.parameters
    assert decay.name == "decay"
    assert decay.value == pytest.approx(math.log(16) / 20, rel=1e-10)
    assert decay.poisson_error == pytest.approx(math.sqrt(0.125) / 20, rel=1e-6)
    assert decay.standard_error == pytest.approx(0, abs=1e-10)  # two by two leaves nothing to deviate
    assert model.mean_cost_observed == pytest.approx(2)
    assert model.mean_cost_modelled == pytest.approx(2)
    assert model.fit.cpc == pytest.approx(1)
    assert model.fit.explained_beyond_margins == pytest.approx(1)
    assert math.isnan(model.fit.dispersion)
    np.testing.assert_allclose(model.flows, [[80, 20], [20, 80]], rtol=1e-10)


def test_two_areas_by_hand_with_a_power():
    """Costs 1 and 4: odds 16 = 4^(2 power), so power 1."""
    model = calibrate(interactions([[80, 20], [20, 80]], [[1, 4], [4, 1]]), InteractionChoices(Form.POWER))
    assert model.law.power == pytest.approx(1, rel=1e-10)


def test_a_shorter_time_by_hand():
    """Half the cost makes the odds 4, so x / (100 - x) = 2."""
    table = areas(2)
    model = calibrate(interactions([[80, 20], [20, 80]], [[0, 10], [10, 0]]))
    result = predict(model, Costs(table, [[0, 5], [5, 0]], "km"))
    np.testing.assert_allclose(result.flows, np.array([[200, 100], [100, 200]]) / 3, rtol=1e-8)
    np.testing.assert_allclose(result.change.sum(axis=1), 0, atol=1e-6)
    assert result.mean_cost_before == pytest.approx(2)
    assert result.mean_cost == pytest.approx(5 / 3)


def test_origins_that_answer_by_hand():
    """Only 0 to 1 is shortened, 10 to 5. The a are equal: column 1 splits exp(-5 decay) to 1, column 0 as before."""
    table = areas(2)
    model = calibrate(interactions([[80, 20], [20, 80]], [[0, 10], [10, 0]]))
    shorter = Costs(table, [[0, 5], [10, 0]], "km")
    share = math.exp(-5 * math.log(16) / 20)  # a half
    free = np.array([80 + 100 * share / (1 + share), 20 + 100 / (1 + share)])
    all_free = predict(model, shorter, PredictionChoices(origin_elasticity=1))
    np.testing.assert_allclose(all_free.leaving, free, rtol=1e-8)
    np.testing.assert_allclose(all_free.flows.sum(axis=1), free, rtol=1e-8)
    half = predict(model, shorter, PredictionChoices(origin_elasticity=0.5))
    np.testing.assert_allclose(half.leaving, (free + 100) / 2, rtol=1e-8)
    np.testing.assert_allclose(half.arriving, [100, 100])


@pytest.mark.parametrize("choices", CHOICES, ids=NAMES)
def test_parameters_and_errors_are_those_of_a_poisson_regression(choices):
    flows, costs = drawn(11)
    model = calibrate(interactions(flows, costs), choices)
    used = costs.copy()
    cells = np.ones_like(costs, dtype=bool)
    if choices.own_area is OwnArea.HALF_NEAREST:
        np.fill_diagonal(used, np.where(np.eye(len(used), dtype=bool), np.inf, used).min(axis=1) / 2)
    if choices.own_area is OwnArea.LEFT_OUT:
        np.fill_diagonal(cells, False)
    columns = {"decay": -used, "power": -np.log(used), "own_constant": np.eye(len(used))}
    names = [parameter.name for parameter in model.parameters]
    values, covariance, poisson, mu = poisson_regression(flows, [columns[name] for name in names], cells)
    np.testing.assert_allclose([p.value for p in model.parameters], values, rtol=1e-8)
    np.testing.assert_allclose(model.covariance, covariance, rtol=1e-6)
    np.testing.assert_allclose([p.standard_error for p in model.parameters], np.sqrt(np.diag(covariance)), rtol=1e-6)
    np.testing.assert_allclose([p.poisson_error for p in model.parameters], poisson, rtol=1e-6)
    np.testing.assert_allclose(model.flows[cells], mu, rtol=1e-7)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from(CHOICES))
def test_sums_means_and_own_areas_are_reproduced(seed, choices):
    flows, costs = drawn(seed)
    model = calibrate(interactions(flows, costs), choices)
    observed = np.where(model.cells, flows, 0)
    np.testing.assert_allclose(model.flows.sum(axis=1), observed.sum(axis=1), rtol=1e-6)
    np.testing.assert_allclose(model.flows.sum(axis=0), observed.sum(axis=0), rtol=1e-6)
    names = {parameter.name for parameter in model.parameters}
    if "decay" in names:
        assert model.mean_cost_modelled == pytest.approx(model.mean_cost_observed, rel=1e-8)
    if "power" in names and choices.own_area is not OwnArea.HALF_NEAREST:
        logs = np.log(costs)
        assert (logs * model.flows).sum() == pytest.approx((logs * observed).sum(), rel=1e-8)
    if "own_constant" in names:
        assert np.trace(model.flows) == pytest.approx(np.trace(observed), rel=1e-8)


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_the_areas_does_not_matter(seed, shuffle):
    flows, costs = drawn(seed)
    order = list(range(len(flows)))
    shuffle.shuffle(order)
    pick = np.ix_(order, order)
    model, shuffled = calibrate(interactions(flows, costs)), calibrate(interactions(flows[pick], costs[pick]))
    assert shuffled.law.decay == pytest.approx(model.law.decay, rel=1e-9)
    assert shuffled.parameters[0].standard_error == pytest.approx(model.parameters[0].standard_error, rel=1e-6)
    np.testing.assert_allclose(shuffled.flows, model.flows[pick], rtol=1e-7)


def test_the_unit_of_cost_only_scales_the_decay():
    flows, costs = drawn(5)
    metres, kilometres = calibrate(interactions(flows, costs * 1000)), calibrate(interactions(flows, costs))
    assert metres.law.decay * 1000 == pytest.approx(kilometres.law.decay, rel=1e-9)


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.floats(0.0, 0.3), st.floats(0.01, 0.2))
def test_a_stronger_deterrence_shortens_the_mean(seed, decay, more):
    flows, costs = drawn(seed)
    out, into = flows.sum(axis=1), flows.sum(axis=0)
    table = Costs(areas(len(costs)), costs, "km")
    weak, strong = (distribute(Law(decay=d), table, out, into) for d in (decay, decay + more))
    assert (strong * costs).sum() <= (weak * costs).sum() * (1 + 1e-9)


def test_a_law_is_found_again_in_the_flows_that_it_makes():
    flows, costs = drawn(2)
    table = Costs(areas(len(costs)), costs, "km")
    law = Law(decay=0.04, power=0.7)
    made = distribute(law, table, flows.sum(axis=1), flows.sum(axis=0), tolerance=1e-13)
    model = calibrate(interactions(made, costs), InteractionChoices(Form.COMBINED))
    assert model.law.decay == pytest.approx(0.04, rel=1e-7)
    assert model.law.power == pytest.approx(0.7, rel=1e-7)


def test_unchanged_costs_change_nothing():
    flows, costs = drawn(9)
    model = calibrate(interactions(flows, costs), InteractionChoices(Form.COMBINED))
    for elasticity in (0, 0.3, 1):
        same = predict(model, model.costs, PredictionChoices(origin_elasticity=elasticity))
        np.testing.assert_allclose(same.change, 0, atol=1e-5)


def test_new_sums_are_met():
    flows, costs = drawn(9)
    model = calibrate(interactions(flows, costs))
    result = predict(model, model.costs, leaving=flows.sum(axis=1) * 1.2, arriving=flows.sum(axis=0) * 1.2)
    np.testing.assert_allclose(result.flows, model.flows * 1.2, rtol=1e-6)


def test_areas_that_nobody_leaves_or_reaches_are_left_aside():
    flows, costs = drawn(4)
    flows[2], flows[:, 5] = 0, 0
    model = calibrate(interactions(flows, costs))
    rest = np.ix_([0, 1, 3, 4, 5, 6, 7], [0, 1, 2, 3, 4, 6, 7])
    assert model.flows[2].sum() == model.flows[:, 5].sum() == model.origin_factors[2] == 0
    np.testing.assert_allclose(model.flows[rest].sum(axis=1), flows[rest].sum(axis=1), rtol=1e-8)
    with pytest.raises(BalancingError, match="row Area 2"):
        predict(model, model.costs, leaving=flows.sum(axis=1) + 10, arriving=flows.sum(axis=0) + 10)


def test_pairs_that_cannot_be_gone_between_stay_empty():
    flows, costs = drawn(6)
    flows[0, 3] = 0
    costs[0, 3] = np.inf
    model = calibrate(interactions(flows, costs))
    assert model.flows[0, 3] == 0
    np.testing.assert_allclose(model.flows.sum(axis=1), flows.sum(axis=1), rtol=1e-8)
    flows[0, 3] = 1
    with pytest.raises(TableError, match="from '000' to '003', between which nobody can go"):
        interactions(flows, costs)


def test_filled_flows_meet_the_sums_and_keep_what_is_known():
    flows, costs = drawn(21)
    known = np.random.default_rng(3).random(flows.shape) > 0.3
    table = areas(len(flows))
    sums = Sums(table, flows.sum(axis=1), flows.sum(axis=0))
    result = fill(interactions(flows * known, costs, known), sums, InteractionChoices())
    np.testing.assert_array_equal(result.flows[known], flows[known])
    np.testing.assert_array_equal(result.modelled, ~known)
    np.testing.assert_allclose(result.flows.sum(axis=1), flows.sum(axis=1), rtol=1e-6)
    np.testing.assert_allclose(result.flows.sum(axis=0), flows.sum(axis=0), rtol=1e-6)


def test_unknown_flows_of_an_exact_law_are_found_again():
    flows, costs = drawn(2)
    table = Costs(areas(len(costs)), costs, "km")
    made = distribute(Law(decay=0.04), table, flows.sum(axis=1), flows.sum(axis=0), tolerance=1e-13)
    known = np.random.default_rng(8).random(flows.shape) > 0.3
    sums = Sums(table.areas, made.sum(axis=1), made.sum(axis=0))
    result = fill(interactions(made * known, costs, known), sums, InteractionChoices())
    np.testing.assert_allclose(result.flows, made, rtol=1e-6)


def test_sums_below_what_is_known_are_refused_by_name():
    flows, costs = drawn(21)
    known = ~np.eye(len(flows), dtype=bool)
    leaving = flows.sum(axis=1)
    leaving[4] = 1
    sums = Sums(areas(len(flows)), leaving, flows.sum(axis=0))
    with pytest.raises(TableError, match=r"1 leave 'Area 4' \(004\) in all, but its known flows add up to"):
        fill(interactions(flows * known, costs, known), sums, InteractionChoices())


def test_fit_by_hand():
    """t = 4, 0; m = 2, 2; without costs 2, 2. Squares 4 and 4; smaller 2 and 0 of 8 in all; deviance 2 (4 ln 2)."""
    fit = goodness_of_fit(np.array([4.0, 0]), np.array([2.0, 2]), np.array([2.0, 2]), parameters=1)
    assert fit.srmse == pytest.approx(1)
    assert fit.cpc == pytest.approx(0.5)
    assert fit.deviance == pytest.approx(8 * math.log(2))
    assert fit.dispersion == pytest.approx(8 * math.log(2))
    assert fit.pseudo_r2 == pytest.approx(0)
    assert fit.explained_beyond_margins == pytest.approx(0)


@settings(deadline=None)
@given(st.floats(-708, 0), st.floats(1e-300, 1e300))
def test_exponentials_and_logarithms_are_those_of_numpy(x, y):
    assert abs(_exp(x) - np.exp(x)) <= 1.5 * np.spacing(np.exp(x))
    assert abs(_log(y) - np.log(y)) <= 2.5 * np.spacing(abs(np.log(y)))


def test_exponentials_at_the_ends():
    assert _exp(0.0) == 1
    assert _exp(-709.0) == _exp(-1e300) == 0
    assert _log(1.0) == 0


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.integers(1, 3))
def test_modelled_flows_and_their_sums_by_numpy(seed, p):
    chance = np.random.default_rng(seed)
    features, cells = chance.normal(0, 10, (p, 7, 9)), chance.random((7, 9)) > 0.3
    cells[:, 0] = True
    features *= cells
    theta, v, rows = chance.normal(size=p), chance.normal(0, 300, 9), chance.random(7) * 100
    flows, u, *sums = modelled(theta, v, features, cells, rows)
    logarithms = np.where(cells, np.tensordot(theta, features, 1) + v, -np.inf)
    shares = np.exp(logarithms - logarithms.max(axis=1)[:, None])
    wanted = shares * (rows / shares.sum(axis=1))[:, None]
    np.testing.assert_allclose(flows, wanted, rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(u, np.log(rows / shares.sum(axis=1)) - logarithms.max(axis=1), rtol=1e-12)
    weighted = wanted * features
    plain = wanted.sum(axis=0), weighted.sum(axis=2), weighted.sum(axis=1), (weighted * features).sum(axis=(1, 2))
    for found, by_numpy in zip(sums, plain, strict=True):
        np.testing.assert_allclose(found, by_numpy, rtol=1e-11, atol=1e-9)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.booleans())
def test_agreement_by_plain_sums(seed, whole):
    chance = np.random.default_rng(seed)
    t = chance.exponential(20, 50)
    t = np.where(chance.random(50) < 0.3, 0, np.floor(t) if whole else t)
    m, bare = chance.exponential(20, (2, 50)) + 1e-3
    logs = [sum(a * math.log(b) for a, b in zip(t, other, strict=True) if a) for other in (t, m, bare)]
    plain = [((t - m) ** 2).sum(), np.minimum(t, m).sum(), *logs, sum(math.lgamma(a + 1) for a in t)]
    np.testing.assert_allclose(agreement(t, m, bare), plain, rtol=1e-11)


OWN_CONSTANT = InteractionChoices(own_area=OwnArea.OWN_CONSTANT)


@pytest.mark.parametrize(
    ("flows", "costs", "choices", "error", "message"),
    [
        (np.zeros((3, 3)), np.ones((3, 3)), CHOICES[0], CalibrationError, "no flows"),
        (
            drawn(1)[0],
            np.add.outer(np.arange(8.0), np.arange(8.0)),
            CHOICES[0],
            CalibrationError,
            "nothing tells.*decay",
        ),
        (
            [[80, 20], [20, 80]],
            [[0, 10], [10, 0]],
            OWN_CONSTANT,
            CalibrationError,
            "decay, own_constant cannot be told",
        ),
        (np.eye(4) * 50, 1 + 9 * (1 - np.eye(4)), CHOICES[0], CalibrationError, "nothing tells|without bound"),
        (drawn(1)[0], drawn(1)[1] * (1 - np.eye(8)), InteractionChoices(Form.POWER), TableError, "is 0, which a power"),
    ],
)
def test_what_cannot_be_calibrated_is_refused(flows, costs, choices, error, message):
    with pytest.raises(error, match=message):
        calibrate(interactions(flows, costs), choices)


def test_bad_tables_are_refused():
    table = areas(2)
    with pytest.raises(TableError, match="the cost from '000' to '001' is nan"):
        Costs(table, [[0, np.nan], [1, 0]], "km")
    with pytest.raises(TableError, match="2 by 2, not 3 by 3"):
        Costs(table, np.ones((3, 3)), "km")
    with pytest.raises(TableError, match="unit"):
        Costs(table, np.ones((2, 2)), "")
    with pytest.raises(TableError, match="different areas"):
        Interactions(flows_from_matrix(areas(3), np.ones((3, 3)), unit="persons"), Costs(table, np.ones((2, 2)), "km"))
    with pytest.raises(TableError, match="expected 0 to 1"):
        PredictionChoices(origin_elasticity=2)
    with pytest.raises(TableError, match="leaving needs"):
        Sums(table, [1, -1], [0, 0])
    with pytest.raises(TableError, match="reaches no other"):
        calibrate(interactions([[5]], [[1]]), InteractionChoices(own_area=OwnArea.HALF_NEAREST))


def test_the_same_data_gives_the_same_bits():
    flows, costs = drawn(13, 40)
    first, again = (calibrate(interactions(flows, costs), InteractionChoices(Form.COMBINED)) for _ in range(2))
    assert first.flows.tobytes() == again.flows.tobytes()
    assert first.parameters == again.parameters


def test_progress_is_told_and_may_cancel():
    heard = []
    calibrate(interactions(*drawn(3)), progress=heard.append)
    assert heard[-1] == 1.0
    assert heard == sorted(heard)

    def cancel(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        calibrate(interactions(*drawn(3)), progress=cancel)
