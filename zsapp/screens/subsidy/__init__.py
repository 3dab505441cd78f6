"""The subsidy page (补贴): the cases of a month, the claim, the scheme it is paid by."""
