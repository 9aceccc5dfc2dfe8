"""The cases of two tasks, ours and by rivals: a year of enterprises, and a year of people with their employers.

A rival is timed only once it was found to do the same task on a few actors under the same draws. Mesa is timed with
a few agents, and its time for the city is extrapolated.
"""

from typing import Any

from case import Case

ENTERPRISES = 1_900_000
PEOPLE = 5_100_000
A_FEW = 2_000


def _enterprises() -> Any:
    from tasks import enterprises, registered

    stock, newcomers = enterprises(ENTERPRISES)
    return registered(stock), registered(newcomers, midyear=0.5)


def _enterprises_year(ready: Any) -> None:
    from tasks import DICE, our_enterprises

    our_enterprises(*ready, DICE)


def _enterprises_numpy() -> Any:
    from rivals import faults_of_numpy
    from tasks import Own, agreed, enterprises

    return agreed((*enterprises(ENTERPRISES), Own(1)), faults_of_numpy())


def _enterprises_numpy_year(ready: Any) -> None:
    from rivals import enterprises_by_numpy

    enterprises_by_numpy(*ready)


def _enterprises_polars() -> Any:
    from rivals import faults_of_polars, stock_frame
    from tasks import Own, agreed, enterprises

    return agreed((*map(stock_frame, enterprises(ENTERPRISES)), Own(1)), faults_of_polars())


def _enterprises_polars_year(ready: Any) -> None:
    from rivals import enterprises_by_polars

    enterprises_by_polars(*ready)


def _enterprises_mesa() -> Any:
    from mesa_rival import Market, faults_of_mesa
    from tasks import agreed, enterprises

    return agreed(Market(*enterprises(A_FEW)), faults_of_mesa())


def _employers() -> Any:
    from tasks import DICE, FEW, agreed, labour, labour_faults, our_employers, town

    few = labour(FEW)
    return agreed(town(labour(PEOPLE)), labour_faults(few, our_employers(town(few), DICE)))


def _employers_year(ready: Any) -> None:
    from tasks import DICE, our_employers

    our_employers(ready, DICE)


def _employers_numpy() -> Any:
    from rivals import faults_of_numpy
    from tasks import Own, agreed, labour

    return agreed((labour(PEOPLE), Own(1)), faults_of_numpy())


def _employers_numpy_year(ready: Any) -> None:
    from rivals import employers_by_numpy

    employers_by_numpy(*ready)


def _employers_polars() -> Any:
    from rivals import faults_of_polars, labour_frames
    from tasks import Own, agreed, labour

    return agreed((*labour_frames(labour(PEOPLE)), Own(1)), faults_of_polars())


def _employers_polars_year(ready: Any) -> None:
    from rivals import employers_by_polars

    employers_by_polars(*ready)


def _employers_mesa() -> Any:
    from mesa_rival import Town, faults_of_mesa
    from tasks import agreed, labour

    return agreed(Town(labour(A_FEW)), faults_of_mesa())


def _model_step(model: Any) -> None:
    model.step()


TASK_CASES = [
    Case("enterprises", "enterprise", _enterprises_year, _enterprises, ENTERPRISES),
    *(
        Case(f"enterprises_{rival}", "enterprise", run, setup, amount, "enterprises")
        for rival, run, setup, amount in (
            ("numpy", _enterprises_numpy_year, _enterprises_numpy, ENTERPRISES),
            ("polars", _enterprises_polars_year, _enterprises_polars, ENTERPRISES),
            ("mesa", _model_step, _enterprises_mesa, A_FEW),
        )
    ),
    Case("employers", "person", _employers_year, _employers, PEOPLE),
    *(
        Case(f"employers_{rival}", "person", run, setup, amount, "employers")
        for rival, run, setup, amount in (
            ("numpy", _employers_numpy_year, _employers_numpy, PEOPLE),
            ("polars", _employers_polars_year, _employers_polars, PEOPLE),
            ("mesa", _model_step, _employers_mesa, A_FEW),
        )
    ),
]
