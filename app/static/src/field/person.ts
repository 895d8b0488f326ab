// Person (本人): who uses this phone now; apart from the store, so that the sign-in screen needs no database.
import { shallowRef } from "vue";
import type { Person } from "./shapes";

export const person = shallowRef<Person>();
