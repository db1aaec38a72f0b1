-- The hall asks for the first letters of a region and of an industry. Without knowing how many rows share them,
-- PostgreSQL thinks they are few, and reads and sorts all of a floor to show its newest twenty.
CREATE STATISTICS needs_places ON (substr(region, 1, 6)), (substr(region, 1, 4)), (substr(industry, 1, 1)) FROM needs;
