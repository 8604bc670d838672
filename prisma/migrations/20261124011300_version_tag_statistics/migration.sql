-- How frequent a value is decides whether its versions are found all at once or one by one: a thousand values are counted instead of a hundred.
ALTER INDEX version_tag_search ALTER COLUMN 3 SET STATISTICS 1000;
