-- An artifact path has up to 4,096 characters, an index entry of Postgres at most 2,704 bytes: the keys hold the SHA-256 of the folded path.
ALTER TABLE version_artifact ADD COLUMN path_key TEXT;
-- A registered version's rows may not be touched otherwise; the paths stay as they are.
ALTER TABLE version_artifact DISABLE TRIGGER version_artifact_guard;
UPDATE version_artifact SET path_key = encode(sha256(convert_to(folded_path, 'UTF8')), 'hex');
ALTER TABLE version_artifact ENABLE TRIGGER version_artifact_guard;
ALTER TABLE version_artifact ALTER COLUMN path_key SET NOT NULL;
ALTER TABLE version_artifact DROP CONSTRAINT version_artifact_pkey;
DROP INDEX version_artifact_version_id_folded_path_key;
ALTER TABLE version_artifact ADD CONSTRAINT version_artifact_pkey PRIMARY KEY (version_id, path_key);
-- Finds what lies under a path, so that no file of a version is also a folder of it. 300 characters are at most 1,200 bytes.
CREATE INDEX version_artifact_under ON version_artifact (version_id, (left(folded_path, 300)) COLLATE "C");
