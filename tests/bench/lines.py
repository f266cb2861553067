"""Files of many order lines."""

LINES_AN_ORDER = 5
PARTNERS = 200
HEADER = (
    "partner_code,order_number,line_number,ordered_on,quantity,unit_price,requested_on,item_code,description"
)


def write_lines(path, lines):
    with path.open("w", encoding="utf-8") as out:
        print(HEADER, file=out)
        for number in range(lines):
            order, line = divmod(number, LINES_AN_ORDER)
            print(
                f"P{order % PARTNERS:03},45{order:06},{10 * (line + 1)},2026-09-{1 + order % 28:02},"
                f"{1 + number % 500},{1 + number % 90}.50,2026-10-{1 + order % 28:02},IT-{number % 3000},"
                f"Part number {number % 3000} as drawn",
                file=out,
            )
    return path
