-- Years of work of many towns: $months months up to now, $towns towns with 4 visits, 100 points and 2 orders a month each.
-- Written past triggers and foreign keys (the rows keep to them); 20 points of the running month wait for their review.
SET session_replication_role = replica;
SET timezone = 'Asia/Shanghai';

CREATE TEMP TABLE people AS
SELECT (SELECT id FROM "user" WHERE role = 'inspector' LIMIT 1) AS inspector,
       (SELECT id FROM "user" WHERE role = 'supervisor' LIMIT 1) AS supervisor,
       (SELECT id FROM "user" WHERE role = 'town' LIMIT 1) AS answerer,
       (SELECT id FROM unit WHERE kind = 'office' LIMIT 1) AS office,
       (SELECT id FROM unit WHERE kind = 'town' LIMIT 1) AS town_unit,
       (SELECT id FROM checklist LIMIT 1) AS checklist;

CREATE TEMP TABLE items AS
SELECT code, dimension, severity, time_grade, red_line, row_number() OVER (ORDER BY code) - 1 AS place FROM checklist_item;

CREATE TEMP TABLE towns AS
SELECT id, county_id, row_number() OVER (ORDER BY name <> '梅城镇', id) AS place
FROM region WHERE level = 'town' ORDER BY place LIMIT $towns;

-- A month of the past is laid out from its first day; the running one within the hours it has had.
CREATE TEMP TABLE months AS
SELECT ago, starts, (least(starts + interval '1 month', now()) - starts) / 100 AS step
FROM (SELECT n AS ago, date_trunc('month', now()) - n * interval '1 month' AS starts
      FROM generate_series(0, $months - 1) n) m;

CREATE TEMP TABLE rounds AS
SELECT gen_random_uuid() AS id, ago, v, starts, step FROM months, generate_series(0, 3) v;
INSERT INTO round (id, county_id, title, kind, window_from, window_to, checklist_id, opened_at, released_at, state, version)
SELECT r.id, (SELECT county_id FROM towns WHERE place = 1), '每月督查', CASE WHEN v % 2 = 0 THEN 'unannounced' ELSE 'announced' END,
       starts::date, starts::date + 20, checklist, starts, starts + 40 * step, 'released', 3 FROM rounds r, people;
INSERT INTO round_town (round_id, town_id) SELECT r.id, t.id FROM rounds r, towns t;

CREATE TEMP TABLE visits AS
SELECT gen_random_uuid() AS id, r.id AS round_id, r.ago, r.v, r.starts, r.step, t.id AS town_id, t.county_id
FROM towns t, rounds r;
INSERT INTO visit (id, county_id, round_id, town_id, inspector_id, started_at, ended_at, received_at, finished_at, state, version)
SELECT id, county_id, round_id, town_id, inspector, starts + (5 + v) * step, starts + (6 + v) * step, starts + (5 + v) * step,
       starts + (6 + v) * step, 'finished', 2 FROM visits, people ORDER BY starts;
INSERT INTO visit_dimension (visit_id, code, looked)
SELECT id, code, 'clean' FROM visits, (SELECT DISTINCT dimension AS code FROM items) d ORDER BY starts;

CREATE TEMP TABLE orders AS
SELECT gen_random_uuid() AS id, t.id AS town_id, t.county_id, m.ago, n, m.starts, m.step,
       row_number() OVER (ORDER BY m.starts, t.place, n) AS seq
FROM towns t, months m, generate_series(0, 1) n;
INSERT INTO supervision_order (id, county_id, town_id, unit_id, issuer_id, title, level, word, year, seq, drafted_by,
                               issued_at, signed_at, signed_by, closed_at, state, version)
SELECT id, county_id, town_id, town_unit, office, '每月督查', 'ordinary', '督', 2020, seq, supervisor, starts + 41 * step,
       starts + 42 * step, answerer, CASE WHEN ago > 0 THEN starts + 80 * step END,
       CASE WHEN ago > 0 THEN 'closed' ELSE 'signed' END, 4 FROM orders, people ORDER BY starts;

CREATE TEMP TABLE points AS
SELECT gen_random_uuid() AS id, gen_random_uuid() AS spot_id, gen_random_uuid() AS evidence_id, v.id AS visit_id, v.round_id,
       o.id AS order_id, v.town_id, v.county_id, v.ago, v.starts, v.step, v.v * 25 + i AS place,
       v.ago = 0 AND v.v = 0 AND i < 20 AS waiting
FROM visits v JOIN orders o ON o.town_id = v.town_id AND o.ago = v.ago AND o.n = v.v % 2, generate_series(0, 24) i;
INSERT INTO spot (id, county_id, town_id, item_code)
SELECT spot_id, county_id, town_id, (SELECT code FROM items WHERE items.place = p.place % 74) FROM points p ORDER BY starts;
INSERT INTO finding (id, county_id, town_id, spot_id, order_id, checklist_id, item_code, quantity, severity, time_grade, red_line,
                     repeat, fixed_on_spot, source, note, disclosed_at, due_at, soon_at, rework_count, closed_at, state,
                     version)
SELECT p.id, county_id, town_id, spot_id, order_id, checklist, i.code, 1 + p.place % 3, i.severity, i.time_grade, i.red_line,
       p.place % 13 = 0, false, 'inspection', '门前两处，已告知店主', starts + 40 * step, starts + 60 * step,
       starts + 56 * step, 0,
       CASE WHEN NOT waiting THEN starts + 58 * step END, CASE WHEN waiting THEN 'submitted' ELSE 'closed' END, 6
FROM points p JOIN items i ON i.place = p.place % 74, people ORDER BY starts;
INSERT INTO finding_origin (finding_id, round_id, visit_id, recorded_by, made_at, received_at, sameness)
SELECT id, round_id, visit_id, inspector, starts + 5 * step, starts + 5 * step, 'new' FROM points, people ORDER BY starts;
INSERT INTO deadline_change (id, finding_id, was, now, cause, at)
SELECT gen_random_uuid(), id, NULL, starts + 60 * step, 'issue', starts + 41 * step FROM points ORDER BY starts;
INSERT INTO evidence (id, finding_id, county_id, town_id, submitted_by, unit_id, note, made_at, received_at, whole_at, counts_at,
                      late_claim, state)
SELECT evidence_id, id, county_id, town_id, answerer, town_unit, '已清运', starts + 50 * step, starts + 50 * step,
       starts + 50 * step, starts + 50 * step, false, CASE WHEN waiting THEN 'whole' ELSE 'passed' END
FROM points, people ORDER BY starts;
INSERT INTO review (id, evidence_id, finding_id, verdict, reason, reviewed_by, reviewed_at)
SELECT gen_random_uuid(), evidence_id, id, 'pass', '', supervisor, starts + 58 * step
FROM points, people WHERE NOT waiting ORDER BY starts;

CREATE TEMP TABLE streams AS SELECT gen_random_uuid() AS id, id AS town_id, county_id FROM towns;
INSERT INTO stream (id, kind, county_id, town_id) SELECT id, 'town', county_id, town_id FROM streams;
CREATE TEMP TABLE acts AS
SELECT gen_random_uuid() AS id, s.id AS stream_id, p.town_id, p.id AS subject_id, a.act, p.starts + a.at * p.step AS at,
       row_number() OVER (PARTITION BY s.id ORDER BY p.starts + a.at * p.step, p.place) AS seq
FROM points p JOIN streams s USING (town_id),
     (VALUES ('finding.submit', 50), ('finding.pass', 58)) a (act, at)
WHERE NOT (p.waiting AND a.act = 'finding.pass');
INSERT INTO journal (stream_id, seq, id, at, act, noun, subject_id, body, salt, before, hash)
SELECT stream_id, seq, id, at, act, 'finding', subject_id, '{}', decode(md5(id::text), 'hex'), repeat('0', 64), repeat('0', 64)
FROM acts ORDER BY at;
INSERT INTO stream_head (stream_id, seq, head) SELECT stream_id, max(seq), repeat('0', 64) FROM acts GROUP BY stream_id;
INSERT INTO due (id, job, key, run_at, tries, done_at, cause_id)
SELECT gen_random_uuid(), 'workers.score.refresh', town_id::text, at, 0, at, id FROM acts WHERE act = 'finding.pass' ORDER BY at;
INSERT INTO score_entry (id, county_id, town_id, month, kind, matter, value, document, reason, entered_by, entered_at)
SELECT gen_random_uuid(), t.county_id, t.id, m.starts::date, kind, '', 1, '督〔2026〕7号', '', supervisor, m.starts
FROM towns t, months m, people, (VALUES ('rules_on_file'), ('staff_posted'), ('praised_by_city')) k (kind) ORDER BY m.starts;
INSERT INTO score (id, county_id, town_id, month, scheme_id, value, figures, facts_hash, code_version, computed_at)
SELECT gen_random_uuid(), t.county_id, t.id, m.starts::date, (SELECT id FROM scheme LIMIT 1), 88, '{}', md5(n::text), '1',
       m.starts + n * interval '1 minute' FROM towns t, months m, generate_series(1, 100) n ORDER BY m.starts;
