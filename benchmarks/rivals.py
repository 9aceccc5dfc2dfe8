"""The two tasks of `tasks.py` as a user of NumPy and a user of polars would write them."""

import numpy as np
import polars as pl

from tasks import (
    DICE,
    DRIFT,
    FEW,
    HAZARDS,
    LEAVING,
    POWER,
    SPREAD,
    TYPICAL,
    WIDEST,
    Dice,
    Enterprises,
    Given,
    Labour,
    Staffed,
    enterprise_faults,
    enterprises,
    labour,
    staffed_faults,
)


def enterprises_by_numpy(stock: Enterprises, newcomers: Enterprises, dice: Dice) -> tuple[Enterprises, float]:
    hazard = np.array(HAZARDS)[np.minimum(stock.age, len(HAZARDS) - 1)]
    stays = dice.uniforms("exit", stock.id) >= hazard
    drawn = dice.uniforms("growth", stock.id)[stays]
    sales = stock.sales[stays]
    scale = np.minimum(SPREAD * (np.maximum(sales, 1) / TYPICAL) ** -POWER, WIDEST)
    shock = np.where(drawn < 0.5, scale, -scale) * np.log(2 * np.minimum(drawn, 1 - drawn))
    sales = (sales * np.exp(DRIFT + shock) * (1 - scale**2)).astype(np.float32)
    after = Enterprises(
        np.concatenate([stock.id[stays], newcomers.id]),
        np.concatenate([stock.age[stays] + 1, newcomers.age]),
        np.concatenate([sales, newcomers.sales]),
    )
    return after, float(after.sales.sum(dtype=np.float64))


def employers_by_numpy(people: Labour, dice: Dice) -> Staffed:
    employers = len(people.target)
    stays = (people.employer >= 0) & (dice.uniforms("leave", people.id) >= LEAVING)
    employer = np.where(stays, people.employer, np.int32(-1))
    vacancies = np.maximum(people.target - np.bincount(employer[stays], minlength=employers), 0)
    slots = np.repeat(np.arange(employers), vacancies)
    seekers = np.flatnonzero(~stays)
    met = min(len(seekers), len(slots))
    if met:
        start = int(dice.uniforms("start", people.id[:1])[0] * len(slots))
        queue = seekers[dice.queue(people.id[seekers])][:met]
        employer[queue] = slots[(start + np.arange(met) * len(slots)) // met]
    works = employer >= 0
    heads = np.bincount(employer[works], minlength=employers)
    return Staffed(employer, heads, np.bincount(employer[works], people.wage[works], minlength=employers))


def enterprises_by_polars(stock: pl.DataFrame, newcomers: pl.DataFrame, dice: Dice) -> tuple[pl.DataFrame, float]:
    ids = stock["id"].to_numpy()
    drawn = stock.with_columns(
        exit=pl.Series(dice.uniforms("exit", ids)), growth=pl.Series(dice.uniforms("growth", ids))
    )
    hazard = pl.lit(pl.Series(HAZARDS)).gather(pl.col("age").clip(upper_bound=len(HAZARDS) - 1))
    scale = (SPREAD * (pl.col("sales").clip(lower_bound=1) / TYPICAL).pow(-POWER)).clip(upper_bound=WIDEST)
    growth = pl.col("growth")
    tail = (2 * pl.min_horizontal(growth, 1 - growth)).log()
    shock = pl.when(growth < 0.5).then(pl.col("scale")).otherwise(-pl.col("scale")) * tail
    factor = (DRIFT + shock).exp() * (1 - pl.col("scale").pow(2))
    survivors = (
        drawn.lazy()
        .filter(pl.col("exit") >= hazard)
        .with_columns(scale=scale)
        .select("id", pl.col("age") + 1, (pl.col("sales") * factor).cast(pl.Float32))
    )
    after = pl.concat([survivors, newcomers.lazy()]).collect()
    return after, float(after["sales"].cast(pl.Float64).sum())


def employers_by_polars(people: pl.DataFrame, wanted: pl.DataFrame, dice: Dice) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People with the employers they then have, null for nobody; employers with heads and wages."""
    drawn = people.with_columns(leave=pl.Series(dice.uniforms("leave", people["id"].to_numpy())))
    left = drawn.select("id", pl.when(pl.col("leave") >= LEAVING).then("employer").alias("employer"), "wage")
    staff = left.lazy().drop_nulls("employer").group_by("employer").len()
    vacancies = (pl.col("target") - pl.col("len").fill_null(0).cast(pl.Int32)).clip(lower_bound=0)
    slots = (
        wanted.lazy()
        .join(staff, on="employer", how="left")
        .sort("employer")
        .select("employer", vacancies=vacancies)
        .filter(pl.col("vacancies") > 0)
        .select(pl.col("employer").repeat_by("vacancies").explode())
        .collect()["employer"]
    )
    seekers = left["employer"].is_null().arg_true()
    met = min(len(seekers), len(slots))
    queue = seekers.gather(dice.queue(left["id"].gather(seekers).to_numpy())[:met])
    start = int(dice.uniforms("start", people["id"][:1].to_numpy())[0] * len(slots))
    found = slots.gather((start + np.arange(met) * len(slots)) // max(met, 1))
    after = left.with_columns(left["employer"].scatter(queue, found))
    sums = after.lazy().drop_nulls("employer").group_by("employer").agg(heads=pl.len(), wages=pl.sum("wage"))
    totals = wanted.lazy().join(sums, on="employer", how="left").fill_null(0).sort("employer")
    return after, totals.collect()


def stock_frame(stock: Enterprises) -> pl.DataFrame:
    return pl.DataFrame(stock._asdict())


def labour_frames(people: Labour) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People, without a job where the employer is null, and employers with their targets."""
    persons = pl.DataFrame({"id": people.id, "employer": people.employer, "wage": people.wage})
    places = np.arange(len(people.target), dtype=np.int32)
    return (
        persons.with_columns(employer=pl.when(pl.col("employer") >= 0).then("employer")),
        pl.DataFrame({"employer": places, "target": people.target}),
    )


def staffed(people: pl.DataFrame, totals: pl.DataFrame) -> Staffed:
    """The same as arrays, to compare."""
    employer = people["employer"].fill_null(-1).to_numpy()
    return Staffed(employer, totals["heads"].to_numpy(), totals["wages"].to_numpy())


def faults_of_numpy() -> list[str]:
    """Where NumPy's year of enterprises is not ours."""
    return enterprise_faults(*enterprises_by_numpy(*enterprises(FEW), Given(DICE)))


def faults_of_polars() -> list[str]:
    """Where the years by polars are not ours, or not NumPy's."""
    after, total = enterprises_by_polars(*map(stock_frame, enterprises(FEW)), Given(DICE))
    stock = Enterprises(*(after[name].to_numpy() for name in Enterprises._fields))
    people = labour(FEW)
    by_polars = staffed(*employers_by_polars(*labour_frames(people), Given(DICE)))
    return enterprise_faults(stock, total) + staffed_faults(by_polars, employers_by_numpy(people, Given(DICE)))
