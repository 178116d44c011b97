"""Google's own protobuf as a second opinion.

Reads a JSON list of {"message": full name, "json": ProtoJSON, "hex": bytes or absent} from stdin; the folder with
protoc's Python modules is the first argument and the modules are the rest. Answers with a list of
{"hex": what it makes of the JSON, "json": what it reads in the bytes}.
"""

import importlib
import json
import sys

from google.protobuf import json_format, symbol_database

sys.path.insert(0, sys.argv[1])
for module in sys.argv[2:]:
    importlib.import_module(module)
database = symbol_database.Default()

answers = []
for vector in json.load(sys.stdin):
    kind = database.GetSymbol(vector["message"])
    written = json_format.ParseDict(vector["json"], kind())
    answer = {"hex": written.SerializeToString(deterministic=True).hex()}
    if "hex" in vector:
        read = kind.FromString(bytes.fromhex(vector["hex"]))
        answer["json"] = json_format.MessageToDict(read)
        answer["same"] = read == written
    answers.append(answer)
json.dump(answers, sys.stdout)
