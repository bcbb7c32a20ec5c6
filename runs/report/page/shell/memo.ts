import { Component, type ComponentType, createElement } from 'preact'

/** A component that is drawn anew only when one of its properties is another. */
export function memo<Props extends object>(Inner: ComponentType<Props>): ComponentType<Props> {
  return class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const before: Readonly<Props> = this.props
      const names = new Set([...Object.keys(before), ...Object.keys(next)]) as Set<keyof Props>
      return [...names].some((name) => !Object.is(before[name], next[name]))
    }
    override render() {
      return createElement(Inner, this.props)
    }
  }
}
