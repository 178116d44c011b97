namespace js echo

enum Status { OPEN = 1, PAID = 2, SENT = 3 }
struct Address { 1: string street, 2: string city, 3: string postcode, 4: string country }
struct Line { 1: string sku, 2: string title, 3: i32 quantity, 4: i32 cents }
struct Order {
  1: i64 id
  2: string customer
  3: Status status
  4: i64 placedAt
  5: optional i64 paidAt
  6: Address shipTo
  7: list<Line> lines
  8: list<string> tags
  9: optional double discount
  10: map<string, string> labels
  11: optional string note
}

service Echo {
  string echo(1: string text)
  Order record(1: Order record)
  binary payload(1: binary data)
}
