-- Warnings on tax facts move into the one list. What a bank had answered was over: it was closed by that answer.
INSERT INTO `warnings` (`id`, `rule`, `subject_kind`, `subject`, `subject_id`, `about`, `enterprise_id`, `institution_id`, `region`, `have`, `want`, `mark`, `policy_version`, `raised_on`, `raised_at`, `cleared_on`, `cleared_as`, `state`, `bank_finding`, `bank_did`, `answered_at`, `answered_by`, `outcome`, `did`, `closed_on`, `closed_at`, `closed_by`, `version`)
SELECT w.`id`, w.`rule`, 'loan', w.`loan_id`, w.`loan_id`, l.`number`, w.`enterprise_id`, w.`institution_id`, e.`region`, w.`have`, w.`want`, w.`have`, w.`scheme_version`, w.`raised_on`, w.`raised_at`,
  coalesce(w.`cleared_on`, n.`raised_on`),
  CASE WHEN w.`cleared_on` IS NOT NULL THEN 'back' WHEN n.`raised_on` IS NOT NULL THEN 'newer' END,
  CASE WHEN w.`outcome` IS NULL THEN 'open' ELSE 'closed' END,
  w.`outcome`, w.`did`, w.`answered_at`, w.`answered_by`, w.`outcome`, w.`did`,
  date(w.`answered_at`, '+8 hours'), w.`answered_at`, w.`answered_by`, 1
FROM `tax_warnings` w
JOIN `loans` l ON l.`id` = w.`loan_id`
JOIN `enterprises` e ON e.`id` = w.`enterprise_id`
LEFT JOIN `tax_warnings` n ON n.`id` = (SELECT min(m.`id`) FROM `tax_warnings` m WHERE m.`loan_id` = w.`loan_id` AND m.`rule` = w.`rule` AND m.`id` > w.`id`);--> statement-breakpoint
UPDATE `notices` SET `words` = 'warnings.notice.raised', `values` = '{"count":1}', `href` = replace(replace(`href`, '/bureau/tax-warnings/', '/bureau/warnings/'), '/tax-warnings/', '/warnings/') WHERE `href` LIKE '%/tax-warnings/%';--> statement-breakpoint
DROP TABLE `tax_warnings`;
