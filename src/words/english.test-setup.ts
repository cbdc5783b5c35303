import english from "../../public/_locales/en/messages.json" with { type: "json" };
import { speakFrom } from "./message-table.ts";
import { speakWith } from "./words.ts";

speakWith(speakFrom(english));
