-- The outcomes of the checks are kept in few bytes: by figure a value that agrees, both values that do not, or why nothing was
-- compared. Every shift is looked at once more.
UPDATE shift_check SET outcomes = NULL, revision = 0;
