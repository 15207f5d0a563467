// The library brings no types of its own.
declare module '@nlpjs/neural' {
  type Values = { [name: string]: number }
  export class NeuralNetwork {
    constructor(settings: { iterations: number; log: boolean })
    train(corpus: { input: Values; output: Values }[]): unknown
    run(input: Values): Values
  }
}
