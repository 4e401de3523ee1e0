/** A list of texts from a JSON array of them, which is how the runtime hands lists over. */
export const listOfTexts = (json: string) => `CAST(CAST(${json} AS JSON) AS VARCHAR[])`;
