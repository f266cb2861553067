"""UBL 2.1 messages of Peppol BIS 3: order and despatch advice in, order response both ways (docs/ubl.md)."""
