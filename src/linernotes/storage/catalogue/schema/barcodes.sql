-- One row per barcode and release that has it, in the order of barcode.
create table barcodes (
    barcode varchar,   -- its digits alone, as printed: leading zeros stay
    release_id bigint, -- the release
    primary key (barcode, release_id)
);
