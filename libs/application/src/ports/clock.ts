/** The only source of the time in use cases. Times that must grow with a model's history come from the database instead. */
export abstract class Clock {
  abstract now(): Date;
}
