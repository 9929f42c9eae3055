"""What a database offers beside its tables: the latest figures, rows side by side, and search in sentences."""
from __future__ import annotations

# The last day of a period, as texts that compare like days; of a fact without one the end of its report's year.
_END = """CASE
    WHEN f.period = '' THEN coalesce(r.year || '', '')
    WHEN f.period LIKE '%/..' THEN substr(f.period, 1, instr(f.period, '/') - 1)
    ELSE substr(f.period, instr(f.period, '/') + 1)
  END"""
_BEGIN = "CASE WHEN instr(f.period, '/') THEN substr(f.period, 1, instr(f.period, '/') - 1) ELSE f.period END"

VIEWS = (
    f"""CREATE VIEW v_latest AS
WITH dated AS (
  SELECT f.*, f.rowid AS at, r.title, r.year, coalesce(nullif(f.place, ''), r.place) AS of_place,
  {_END} AS ends, {_BEGIN} AS begins
  FROM facts f JOIN reports r ON r.id = f.report_id
  WHERE f.status = 'actual'
), ranked AS (
  SELECT *, ends || substr('0000-12-31', length(ends) + 1) AS as_of, row_number() OVER (
    PARTITION BY of_place, CASE WHEN indicator != '' THEN indicator ELSE json_array(
      programme, subject, area, measure, CASE WHEN per_month IS NULL THEN unit ELSE '元/月' END
    ) END
    -- the later; of one day the total before its part, what runs from earlier on before a month of it, the first said
    ORDER BY ends || substr('0000-12-31', length(ends) + 1) DESC, part_of IS NOT NULL, begins, at
  ) AS place_in_line FROM dated
)
SELECT of_place AS place, programme, indicator, indicator_name, subject, area, measure, value, min, max, unit,
  per_month, bound, period, as_of, source, line, quote, id, source_id, report_id
FROM ranked WHERE place_in_line = 1
ORDER BY of_place, at""",
    """CREATE VIEW v_wide AS
SELECT coalesce(nullif(w.place, ''), r.place) AS place, r.year, w.programme, w.area, w.subject, w.households, w.persons,
  w.person_times, w.household_times, w.amount, w.amount_unit, w.standard_month, w.standard, w.standard_unit, w.rate,
  w.rate_unit, w.count, w.count_unit, w.status, w.direction, w.period, w.notes, w.source, w.lines, w.ids, w.section,
  w.source_id, w.report_id
FROM wide w JOIN reports r ON r.id = w.report_id""",
)

# Trigrams, for Chinese has no blanks between its words: three characters are the least that MATCH finds.
SEARCH = (
    "CREATE VIRTUAL TABLE facts_fts USING fts5 (sentence, subject, report, content='facts', tokenize='trigram')",
    "CREATE TRIGGER facts_fts_new AFTER INSERT ON facts BEGIN"
    " INSERT INTO facts_fts (rowid, sentence, subject, report)"
    " VALUES (new.rowid, new.sentence, new.subject, new.report); END",
    "CREATE TRIGGER facts_fts_old AFTER DELETE ON facts BEGIN"
    " INSERT INTO facts_fts (facts_fts, rowid, sentence, subject, report)"
    " VALUES ('delete', old.rowid, old.sentence, old.subject, old.report); END",
    "CREATE TRIGGER facts_fts_changed AFTER UPDATE ON facts BEGIN"
    " INSERT INTO facts_fts (facts_fts, rowid, sentence, subject, report)"
    " VALUES ('delete', old.rowid, old.sentence, old.subject, old.report);"
    " INSERT INTO facts_fts (rowid, sentence, subject, report)"
    " VALUES (new.rowid, new.sentence, new.subject, new.report); END",
)
