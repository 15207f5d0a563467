// Tells topics from labelled examples: a perceptron a topic (docs/decisions/0007). It learns when it is first asked, and comes out
// the same each time.
import { NeuralNetwork } from '@nlpjs/neural'
import { type Topic, topics } from '../../rulebook/topics.ts'
import type { Features } from './topic-features.ts'

export type Example = { topics: readonly Topic[]; subject: string; text: string }
export type Classifier = (features: Features) => Map<Topic, number>

const rounds = 6 // more change nothing on mail that it has not seen

export function trainClassifier(examples: readonly Example[], featuresOf: (example: Example) => Features): Classifier {
  const network = new NeuralNetwork({ iterations: rounds, log: false })
  network.train(
    examples.map((example) => ({ input: featuresOf(example), output: Object.fromEntries(example.topics.map((topic) => [topic, 1])) })),
  )
  return (features) => {
    const said = network.run(features)
    return new Map(topics.map((topic) => [topic, said[topic] ?? 0]))
  }
}
