-- No query looks for a tag's value across calls: each asks for the tags of known calls.
DROP INDEX call_tags_value;
