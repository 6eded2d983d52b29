// placeholder
export async function drawWithCanvas() { throw new Error("no canvas"); }
