import { Component, type ComponentChildren } from 'preact'

/** What a part of the page throws stays its own: the rest is still shown. */
export class Boundary extends Component<
  { readonly name: string; readonly children: ComponentChildren },
  { readonly message: string | null }
> {
  override state = { message: null }

  static override getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) }
  }

  override render() {
    const { name, children } = this.props
    if (this.state.message === null) return children
    return (
      <p class="note tone-warning" role="alert">
        {name} cannot be shown: {this.state.message}
      </p>
    )
  }
}
