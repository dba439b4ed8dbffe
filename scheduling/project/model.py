"""The interval model of a project: start integers, cumulative capacities, lags as differences of dates."""

from __future__ import annotations

from ortools.sat.python import cp_model

from scheduling.project.shape import Lag, Project, Shared, starts_of


class Intervals:
    """Every job takes place; the last one ends at `finish`, which lies between `lower` and `upper`."""

    def __init__(self, project: Project, lower: int, upper: int) -> None:
        self.project, self.model = project, cp_model.CpModel()
        model = self.model
        self.starts = [self._start(job, upper) for job in range(len(project.jobs))]
        self.finish = model.new_int_var(lower, upper, "finish")
        self._spans: dict[tuple[int, int], cp_model.IntervalVar] = {}
        self._dates: dict[tuple[int, int], cp_model.IntVar] = {}
        for job, start in enumerate(self.starts):
            model.add(self.finish >= start + project.durations[job])
        for shared in project.shared:
            if sum(use.demand for use in shared.uses) > shared.capacity - max(shared.lacking, default=0):
                self._share(shared)
        for lag in project.lags:
            self._follow(lag)
        model.minimize(self.finish)

    def _share(self, shared: Shared) -> None:
        spans = [self._span(use.job, use.length) for use in shared.uses]
        demands = [use.demand for use in shared.uses]
        for day, lacking in enumerate(shared.lacking):
            if lacking:
                spans.append(self.model.new_fixed_size_interval_var(day, 1, ""))
                demands.append(lacking)
        if shared.capacity == 1 and all(demand == 1 for demand in demands):
            self.model.add_no_overlap(spans)
        else:
            self.model.add_cumulative(spans, demands, shared.capacity)

    def _start(self, job: int, upper: int) -> cp_model.IntVar:
        last = upper - self.project.durations[job]
        allowed = self.project.allowed[job] & ((1 << max(0, last + 1)) - 1)
        return self.model.new_int_var_from_domain(cp_model.Domain.from_values(starts_of(allowed)), "")

    def _span(self, job: int, length: int) -> cp_model.IntervalVar:
        if (job, length) not in self._spans:
            self._spans[job, length] = self.model.new_fixed_size_interval_var(self.starts[job], length, "")
        return self._spans[job, length]

    def _follow(self, lag: Lag) -> None:
        """Post a lag: as a difference of starts where the axis has no gap that matters, else of dates."""
        gap, duration = self.project.gap(lag), self.project.durations[lag.before]
        if lag.max_lag is None and gap is not None:
            self.model.add(self.starts[lag.after] >= self.starts[lag.before] + gap)
            return
        days = self._date(lag.after, 0) - self._date(lag.before, duration - 1)
        self.model.add(days >= lag.min_lag)
        if lag.max_lag is not None:
            self.model.add(days <= lag.max_lag)

    def _date(self, job: int, offset: int) -> cp_model.IntVar:
        """Return the calendar day number of a job's day."""
        if (job, offset) not in self._dates:
            numbers = self.project.view.axis.numbers[offset:]
            date = self.model.new_int_var(numbers[0], numbers[-1], "")
            self.model.add_element(self.starts[job], numbers, date)
            self._dates[job, offset] = date
        return self._dates[job, offset]
