"""Google's own protobuf as a second opinion.

Reads a JSON list of {"message": full name, "json": ProtoJSON, "hex": bytes or absent} from stdin; the folder with
protoc's Python modules is the first argument and the modules are the rest. Answers with a list of
{"hex": what it makes of the JSON, "json": what it reads in the bytes}.

With "other", more bytes, in place of "json" the answer is {"isRead": whether "hex" is a message, "same": whether both
say the same but for unknown fields}.
"""

import importlib
import json
import sys
import warnings

from google.protobuf import json_format, symbol_database
from google.protobuf.message import DecodeError

sys.path.insert(0, sys.argv[1])
for module in sys.argv[2:]:
    importlib.import_module(module)
database = symbol_database.Default()



def known(kind, text):
    """The known fields of a message, as text: there NaN is equal to NaN and -0 is not 0."""
    with warnings.catch_warnings(record=True) as found:
        message = kind.FromString(bytes.fromhex(text))
    if found:  # It says so, and no more, of bytes that it does not read to their end.
        raise DecodeError(str(found[0].message))
    return json.dumps(json_format.MessageToDict(message), sort_keys=True)


def compare(kind, vector):
    try:
        read = known(kind, vector["hex"])
    except DecodeError:
        return {"isRead": False}
    return {"isRead": True, "same": read == known(kind, vector["other"])}


answers = []
for vector in json.load(sys.stdin):
    kind = database.GetSymbol(vector["message"])
    if "other" in vector:
        answers.append(compare(kind, vector))
        continue
    written = json_format.ParseDict(vector["json"], kind())
    answer = {"hex": written.SerializeToString(deterministic=True).hex()}
    if "hex" in vector:
        read = kind.FromString(bytes.fromhex(vector["hex"]))
        answer["json"] = json_format.MessageToDict(read)
        answer["same"] = read == written
    answers.append(answer)
json.dump(answers, sys.stdout)
