-- Sessions of people for whom their organisation vouched without saying that it had just asked who they are.

ALTER TABLE session ADD COLUMN vouched_only bigint NOT NULL DEFAULT 0;
