-- People know a receipt by its own number and, where it has none, by that of the document.
DROP INDEX document_by_number;
CREATE INDEX document_by_number ON document (shop_id, (COALESCE(receipt_number, document_number)));
